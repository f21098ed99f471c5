import type { Caller } from '../core/actor.js';
import type { Counters } from '../core/counters.js';
import type { Database, Unit, View } from '../core/database.js';
import { type Environment, instant } from '../core/environment.js';
import { notFound } from '../core/errors.js';
import type { Engine, Transaction } from './engine.js';
import { Customers } from './repositories/customers.js';
import { Groups } from './repositories/groups.js';
import { Keys } from './repositories/keys.js';
import { Members } from './repositories/members.js';
import { PriceLists } from './repositories/price-lists.js';
import { Stores } from './repositories/stores.js';
import { Users } from './repositories/users.js';
import { statement } from './statement.js';
import { DatabaseUnit } from './unit.js';

const lockStore = statement<{ storeId: string }>()(({ query, forUpdate }, p) =>
  query
    .selectFrom('counters')
    .select([
      'next_group_id as nextGroupId',
      'next_seq as nextSeq',
      'customers',
      'customers_without_group as customersWithoutGroup',
    ])
    .where('store_id', '=', p.storeId)
    .modifyEnd(forUpdate),
);

const NO_STORE: Counters = { nextGroupId: 1, nextSeq: 1, customers: 0, customersWithoutGroup: 0 };

const refuse = (): never => {
  throw new Error('Writing needs a unit of work.');
};

type CommitListener = (changed: ReadonlySet<string>) => void;

/** The core's database, over either engine. */
export class EngineDatabase implements Database {
  readonly #engine: Engine;
  readonly #environment: Environment;
  readonly #listeners: CommitListener[] = [];
  /** Without state, hence the same for all reads. */
  readonly #readers: Pick<
    View,
    'stores' | 'keys' | 'users' | 'groups' | 'customers' | 'members' | 'priceLists'
  >;

  constructor(engine: Engine, environment: Environment) {
    this.#engine = engine;
    this.#environment = environment;
    const reading: Transaction = { run: engine.read, send: refuse };
    this.#readers = {
      stores: new Stores(reading),
      keys: new Keys(reading),
      users: new Users(reading),
      groups: new Groups(reading),
      customers: new Customers(reading),
      members: new Members(reading),
      priceLists: new PriceLists(reading),
    };
  }

  read<T>(caller: Caller, work: (view: View) => Promise<T>): Promise<T> {
    const environment = this.#environment;
    return work({ ...this.#readers, caller, environment, now: instant(environment.clock()) });
  }

  async write<T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T> {
    const environment = this.#environment;
    let changed: ReadonlySet<string> = new Set();
    const result = await this.#engine.write(async (transaction) => {
      const { storeId } = caller;
      const [counters] = storeId ? await transaction.run(lockStore, { storeId }) : [NO_STORE];
      if (!counters) throw notFound('store', storeId);
      // Taken under the lock, so that times of a store follow the order of its writes.
      const now = instant(environment.clock());
      const unit = new DatabaseUnit(transaction, { caller, environment, now, counters });
      const done = await work(unit);
      unit.flush();
      changed = unit.changed;
      return done;
    });
    if (changed.size > 0) for (const listener of this.#listeners) listener(changed);
    return result;
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.push(listener);
  }
}
