import { Compile } from 'typebox/compile';
import { invalid } from '../../core/errors.js';
import type { Channel, Store } from '../../core/store.js';
import type { NewStore, StorePatch } from '../../core/store-service.js';
import type { ChannelDefinition, Dialect } from '../dialect.js';
import { faultsOf } from './validation.js';

type Settings = Record<string, unknown>;
type Given = Readonly<Record<string, Settings | null>>;

/** Turns the `channels` of a store, as each dialect defines its own, into addresses. */
export class ChannelParser {
  readonly #definitions: ReadonlyMap<string, ChannelDefinition & { defaults: Settings }>;

  constructor(dialects: readonly Dialect[]) {
    this.#definitions = new Map(
      dialects.flatMap(({ name, channel }) =>
        channel ? [[name, { ...channel, defaults: defaultsOf(channel) }] as const] : [],
      ),
    );
  }

  /** Settings that are left out have their defaults, so that a store always shows all of them. */
  create(given: Given = {}): NonNullable<NewStore['channels']> {
    return Object.fromEntries(
      Object.entries(given).map(([name, settings]) => [name, this.#channel(name, settings ?? {})]),
    );
  }

  /** A merge patch: what is not named stays, null removes a channel, or a setting down to its default. */
  patch(given: Given, current: Store): NonNullable<StorePatch['channels']> {
    return Object.fromEntries(
      Object.entries(given).map(([name, settings]) => [
        name,
        settings &&
          this.#channel(name, withoutNulls({ ...current.channels[name]?.settings, ...settings })),
      ]),
    );
  }

  #channel(name: string, given: Settings): Channel {
    const definition = this.#definitions.get(name);
    if (!definition) throw invalid([{ path: ['channels', name], message: 'is not known here' }]);
    const settings = { ...definition.defaults, ...given };
    const faults = faultsOf(Compile(definition.schema), settings).map((fault) => ({
      ...fault,
      path: ['channels', name, ...fault.path],
    }));
    if (faults.length > 0) throw invalid(faults, 'store');
    return { address: definition.address(settings), settings };
  }
}

const withoutNulls = (settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

function defaultsOf({ schema }: ChannelDefinition): Settings {
  const { properties } = schema as unknown as { properties: Record<string, { default?: unknown }> };
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, property]) => property.default !== undefined)
      .map(([name, property]) => [name, property.default]),
  );
}
