import pino from 'pino';
import { readConfig } from '../../src/config.js';
import { type Caller, rootActor } from '../../src/core/actor.js';
import { type Environment, systemEnvironment } from '../../src/core/environment.js';
import { createGroup, updateGroup } from '../../src/core/group-service.js';
import { createStore } from '../../src/core/store-service.js';
import { createWebhook } from '../../src/core/webhook-service.js';
import { Vault } from '../../src/core/webhook-vault.js';
import { EngineDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { presentChange } from '../../src/dialects/native/present-change.js';
import { openRuntime } from '../../src/runtime.js';
import { Deliverer } from '../../src/webhooks/deliverer.js';
import { sender } from '../../src/webhooks/send.js';
import { type EngineName, makePlace } from './engines.js';
import { serviceEnvironment } from './service.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The part of the service that delivers, in this process, with a clock that the test sets. */
export interface Delivering {
  database: EngineDatabase;
  /** Of the service that has been started with another root key. */
  vaultWith(key: Buffer): Vault;
  caller(storeId: string): Caller;
  /** As if so much time had gone by. */
  pass(milliseconds: number): void;
  now(): number;
  makeStore(id: string): Promise<void>;
  subscribe(storeId: string, url: string): Promise<string>;
  makeGroup(storeId: string): Promise<number>;
  rename(storeId: string, group: number, name: string): Promise<void>;
  stop(): Promise<void>;
  /** After a stop, perhaps with another root key. */
  start(key?: Buffer): void;
  log(): string;
  close(): Promise<void>;
}

export async function startDelivering(engine: EngineName): Promise<Delivering> {
  const place = await makePlace(engine);
  let ahead = 0;
  const environment: Environment = { ...systemEnvironment, clock: () => Date.now() + ahead };
  const runtime = openRuntime(readConfig(serviceEnvironment(place)));
  await migrate(runtime.engine, environment);
  const database = new EngineDatabase(runtime.engine, environment);
  const firstKey = Buffer.alloc(32, 1);
  const vault = new Vault(firstKey, environment);
  let log = '';
  const write = (line: string) => {
    log += line;
  };
  let deliverer: Deliverer;
  const start = (key = firstKey) => {
    deliverer = new Deliverer({
      database,
      environment,
      vault: new Vault(key, environment),
      log: pino({ level: 'trace' }, { write }),
      send: sender({ allowsPrivate: true }),
      present: presentChange,
      count: () => {},
    });
    deliverer.start();
  };
  start();
  const caller = (storeId: string) => ({ actor: rootActor('cli'), storeId, requestId: '' });
  return {
    database,
    vaultWith: (key) => new Vault(key, environment),
    caller,
    now: () => environment.clock(),
    pass(milliseconds) {
      if (milliseconds > DAY_MS) throw new Error('Nobody waits that long.');
      ahead += milliseconds;
    },
    async makeStore(id) {
      await database.write(caller(''), (unit) => createStore(unit, { id, name: id }));
    },
    async subscribe(storeId, url) {
      const settings = { vault, allowsPrivate: true };
      const { webhook } = await database.write(caller(storeId), (unit) =>
        createWebhook(unit, { url, events: ['group.*'] }, settings),
      );
      return webhook.id;
    },
    async makeGroup(storeId) {
      const group = await database.write(caller(storeId), (unit) =>
        createGroup(unit, { name: 'Group' }),
      );
      return group.id;
    },
    async rename(storeId, group, name) {
      await database.write(caller(storeId), (unit) => updateGroup(unit, group, () => ({ name })));
    },
    stop: () => deliverer.stop(),
    start,
    log: () => log,
    async close() {
      await deliverer.stop();
      await runtime.engine.close();
      await place.remove();
    },
  };
}
