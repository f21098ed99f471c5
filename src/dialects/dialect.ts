import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import type { CoreError } from '../core/errors.js';
import type { Store } from '../core/store.js';
import type { HttpFault } from '../http/fault.js';
import type { Service } from '../http/service.js';

/** Everything that a request can be refused for. */
export type Refusal = CoreError | HttpFault;

export interface Answer {
  status: number;
  /** The reason phrase of the status line; the standard one unless given. */
  statusMessage?: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as it is; the headers name its type. */
  body?: string;
}

/** After how many seconds to ask again what is unavailable: most often it is over at once. */
export const UNAVAILABLE_SECONDS = '1';

/** The same of what there is no space for: somebody has to make some. */
export const OUT_OF_SPACE_SECONDS = '60';

/** How a store is reached through a dialect: its part of a store's `channels` in the native API. */
export interface ChannelDefinition {
  /** What the native API takes and shows, documented field by field. */
  schema: TSchema;
  /** The address that the settings make, unique among all stores. */
  address(settings: Readonly<Record<string, unknown>>): string;
}

/** Who a newcomer is at first. */
export interface Visitor {
  /** The id or name of a key of the store. */
  keyId: string;
  /** Its secret. */
  secret: string;
  /** Of a user with a relation to the store; undefined when an issuer elsewhere signs them. */
  token: string | undefined;
}

/** A program for Node that works as pasted. */
export interface Sample {
  /** The packages of npm that it imports; the vendor's own client where there is one. */
  packages: readonly string[];
  code: string;
}

/** What a newcomer pastes to see the API work. */
export interface Introduction {
  baseUrl: string;
  /** One line. */
  curl: string;
  javascript: Sample;
}

/** An API that Clientele speaks. Another one touches its own folder and `dialects/index.ts`. */
export interface Dialect {
  name: 'native' | 'bigcommerce' | 'ecwid' | 'emporix' | 'joptic';
  title: string;
  /** The paths that are its own; what no dialect owns belongs to the native one. */
  owns(path: string): boolean;
  channel?: ChannelDefinition;
  /** Headers of its answers that clients read, beside those that every API has. */
  exposes?: readonly string[];
  /** Registers routes and hooks, in a scope of their own. Undefined while only the channel exists. */
  register?(
    app: FastifyInstance,
    service: Service,
    dialects: readonly Dialect[],
  ): void | Promise<void>;
  /** The dialect's own form for everything that goes wrong under its paths. */
  refuse?(refusal: Refusal, request: { method: string; url: string }): Answer;
  introduce?(store: Store, visitor: Visitor, origin: string): Introduction;
}
