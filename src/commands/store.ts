import type { Store } from '../core/store.js';
import { createStore, listStores } from '../core/store-service.js';
import { dialects } from '../dialects/index.js';
import { ChannelParser } from '../dialects/native/channels.js';
import { presentStore } from '../dialects/native/present.js';
import { commandCaller } from '../runtime.js';
import { command, databaseCommand, withRuntime } from './command.js';
import { print, printRows } from './output.js';

interface CreateFlags {
  data?: string;
  name?: string;
  currency?: string;
  channels?: string;
  json?: boolean;
}

const create = databaseCommand(
  'create <id>',
  'Create a store',
  `store create acme --name 'Acme Optics' --channels '{"bigcommerce": {"storeHash": "abc123"}}'`,
)
  .option('--name <name>', 'name for people (default: the id)')
  .option('--currency <code>', 'currency of its prices, ISO 4217 (default USD)')
  .option('--channels <json>', 'addresses under which the vendors’ APIs reach it, as in /v1')
  .option('--json', 'print JSON')
  .action(async (id: string, flags: CreateFlags) => {
    const channels = new ChannelParser(dialects).create(channelsOf(flags.channels));
    const store = await withRuntime(flags, ({ database }) =>
      database.write(commandCaller(''), (unit) =>
        createStore(unit, { id, name: flags.name ?? id, currency: flags.currency, channels }),
      ),
    );
    print(flags.json ? JSON.stringify(presentStore(store), null, 2) : `Created store "${id}".`);
  });

function channelsOf(json = '{}'): Record<string, Record<string, unknown>> {
  const channels = parsed(json);
  if (!isObject(channels) || !Object.values(channels).every(isObject)) {
    throw new Error(`--channels must be JSON such as '{"ecwid": {"storeId": 4870020}}'.`);
  }
  return channels as Record<string, Record<string, unknown>>;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list = databaseCommand('list', 'List stores', 'store list --json')
  .option('--json', 'print JSON')
  .action(async (flags: { data?: string; json?: boolean }) => {
    const stores = await withRuntime(flags, ({ database }) => {
      const page = { limit: Number.MAX_SAFE_INTEGER };
      return database.read(commandCaller(''), (view) => listStores(view, page));
    });
    if (flags.json) print(JSON.stringify(stores.map(presentStore), null, 2));
    else printRows(stores.map(row), ['id', 'name', 'currency', 'channels', 'createdAt'], false);
  });

const row = ({ id, name, currency, channels, createdAt }: Store): Record<string, unknown> => ({
  id,
  name,
  currency,
  channels: Object.entries(channels).map(([dialect, { address }]) => `${dialect} ${address}`),
  createdAt,
});

export const store = command('store', 'Create and list stores', 'store list')
  .addCommand(create)
  .addCommand(list);
