import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** An instant as 24 characters of ISO 8601 in UTC, to the millisecond; sorts as text. */
export type Instant = string;

/** The only sources of non-determinism. Tests put their own in their place. */
export interface Environment {
  /** Milliseconds since 1970. */
  clock(): number;
  random(bytes: number): Buffer;
}

export const systemEnvironment: Environment = { clock: Date.now, random: randomBytes };

export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** A time-ordered UUID (version 7), so that rows that are made together lie together. */
export const newId = (environment: Environment): string =>
  v7({ msecs: environment.clock(), random: environment.random(16) });
