import { InvalidArgumentError } from 'commander';
import { SCOPES, type Scope } from '../core/actor.js';
import { parseInstant } from '../core/instant.js';
import { createKey, listKeys, revokeKey } from '../core/key-service.js';
import { MAX_RATE_LIMIT } from '../core/limits.js';
import { getStore } from '../core/store-service.js';
import { presentCreatedKey, presentKey } from '../dialects/native/present.js';
import { commandCaller } from '../runtime.js';
import { command, databaseCommand, withRuntime } from './command.js';
import { print, printRows } from './output.js';

function scopesOf(list: string): Scope[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SCOPES.includes(name as Scope));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`Unknown: ${unknown.join(', ')}. Scopes: ${SCOPES.join(', ')}.`);
  }
  return names as Scope[];
}

function instantOf(text: string): string {
  const instant = parseInstant(text);
  if (!instant) throw new InvalidArgumentError('Give a time such as 2027-01-31T09:00:00Z.');
  return instant;
}

function limitOf(text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MAX_RATE_LIMIT) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_RATE_LIMIT}.`);
}

interface CreateFlags {
  data?: string;
  name: string;
  scopes: Scope[];
  rateLimit?: number;
  expires?: string;
  json?: boolean;
}

const create = databaseCommand(
  'create <store>',
  'Create a key; its secret is shown this once',
  "key create acme --name 'web shop' --scopes groups:read,customers:write",
)
  .requiredOption('--name <name>', 'name for people')
  .option('--scopes <list>', `comma-separated: ${SCOPES.join(', ')}`, scopesOf, ['store:admin'])
  .option(
    '--rate-limit <number>',
    'requests in the window of an API’s limit, instead of it',
    limitOf,
  )
  .option('--expires <time>', 'when it stops working (default: never)', instantOf)
  .option('--json', 'print JSON')
  .action(async (store: string, flags: CreateFlags) => {
    const { name, scopes, rateLimit, expires: expiresAt } = flags;
    const created = await withRuntime(flags, ({ database }) =>
      database.write(commandCaller(store), (unit) =>
        createKey(unit, { name, scopes, rateLimit, expiresAt }),
      ),
    );
    if (flags.json) print(JSON.stringify(presentCreatedKey(created), null, 2));
    else print(`Created key ${created.key.id}. Its secret, shown this once:\n${created.secret}`);
  });

const list = databaseCommand('list <store>', 'List keys that are not revoked', 'key list acme')
  .option('--json', 'print JSON')
  .action(async (store: string, flags: { data?: string; json?: boolean }) => {
    const keys = await withRuntime(flags, ({ database }) =>
      database.read(commandCaller(store), async (view) => {
        await getStore(view, store);
        return listKeys(view, { limit: Number.MAX_SAFE_INTEGER });
      }),
    );
    const rows = keys.map((key) => ({ ...presentKey(key) }));
    printRows(
      rows,
      ['id', 'name', 'scopes', 'rateLimit', 'lastUsedAt', 'expiresAt', 'createdAt'],
      flags.json,
    );
  });

const revoke = databaseCommand(
  'revoke <store> <key>',
  'Revoke a key: it stops working within a second',
  'key revoke acme key_0195d3c2a1b27c4e8f9a0b1c2d3e4f50',
).action(async (store: string, key: string, flags: { data?: string }) => {
  await withRuntime(flags, ({ database }) =>
    database.write(commandCaller(store), (unit) => revokeKey(unit, key)),
  );
  print(`Revoked key ${key}.`);
});

export const key = command('key', 'Create, list and revoke keys of a store', 'key list acme')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke);
