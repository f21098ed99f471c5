import { sql } from 'kysely';
import { actorName, type Caller } from '../core/actor.js';
import type { Change, ChangeRow } from '../core/change.js';
import type { Counters } from '../core/counters.js';
import type { GroupDelta, Unit } from '../core/database.js';
import { type Environment, type Instant, instant, newId } from '../core/environment.js';
import { notFound } from '../core/errors.js';
import { ROWS_PER_STATEMENT } from '../core/limits.js';
import type { Member } from '../core/member.js';
import { type Transaction, type Write, write } from './engine.js';
import { Answers } from './repositories/answers.js';
import { Categories } from './repositories/categories.js';
import { Changes } from './repositories/changes.js';
import { Customers } from './repositories/customers.js';
import { Deliveries } from './repositories/deliveries.js';
import { Groups } from './repositories/groups.js';
import { History } from './repositories/history.js';
import { Keys } from './repositories/keys.js';
import { Leases } from './repositories/leases.js';
import {
  countWrites,
  Members,
  memberWrites,
  type StoredDelta,
  type StoredMember,
} from './repositories/members.js';
import { PriceLists } from './repositories/price-lists.js';
import { Prices } from './repositories/prices.js';
import { Pricing } from './repositories/pricing.js';
import { Products } from './repositories/products.js';
import { Reports } from './repositories/reports.js';
import { Stores } from './repositories/stores.js';
import { Users } from './repositories/users.js';
import { Webhooks } from './repositories/webhooks.js';
import { statement } from './statement.js';

/** What units use up and count. */
interface Tally extends Counters {
  nextGroupId: number;
  nextSeq: number;
}

/** The row of a store that a write locks first. */
interface StoreState extends Tally {
  /** The time of the last change. */
  writtenAt: Instant;
}

const NEW_STORE: StoreState = {
  nextGroupId: 1,
  nextSeq: 1,
  customers: 0,
  customersWithoutGroup: 0,
  writtenAt: '',
};

/** In their order: two instances that lock several stores each never wait for each other. */
const lockStores = statement<{ stores: readonly { id: string }[] }>()(
  ({ query, rows, forUpdate }, p) =>
    query
      .selectFrom('counters')
      .select([
        'store_id as storeId',
        'next_group_id as nextGroupId',
        'next_seq as nextSeq',
        'customers',
        'customers_without_group as customersWithoutGroup',
        'written_at as writtenAt',
      ])
      .where('store_id', 'in', (eb) =>
        eb.selectFrom(rows<{ id: string }>(p.stores, { id: 'text' }).as('r')).select('r.id'),
      )
      .orderBy('store_id')
      .modifyEnd(forUpdate),
);

const updateStates = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update counters set next_group_id = r.next_group_id, next_seq = r.next_seq,
      customers = r.customers, customers_without_group = r.customers_without_group,
      written_at = r.written_at
    from ${rows(p.rows, {
      store_id: 'text',
      next_group_id: 'bigint',
      next_seq: 'bigint',
      customers: 'bigint',
      customers_without_group: 'bigint',
      written_at: 'timestamptz',
    })} as r
    where counters.store_id = r.store_id`,
);

/** Rows of the log that one statement writes: an undo may have any number of them. */
const MAX_LOGGED = ROWS_PER_STATEMENT;
/** Memberships that are gathered before they are written. */
const MAX_GATHERED = ROWS_PER_STATEMENT;

type Stamp = Pick<ChangeRow, 'at' | 'operationId' | 'actor' | 'via' | 'requestId' | 'undoes'>;
type LoggedChange = Omit<ChangeRow, 'customerId'> & { storeId: string; customerId: string | null };

const insertChange = statement<LoggedChange>()(({ query }, p) =>
  query.insertInto('changes').values({
    store_id: p.storeId,
    seq: p.seq,
    at: p.at,
    operation_id: p.operationId,
    actor: p.actor,
    via: p.via,
    request_id: p.requestId,
    operation: p.operation,
    entity: p.entity,
    entity_id: p.entityId,
    before: p.before,
    after: p.after,
    customer_id: p.customerId,
    undoes: p.undoes,
  }),
);

const insertChanges = statement<{ rows: readonly LoggedChange[] }>()(
  ({ rows }, p) => sql`
    insert into changes (store_id, seq, at, operation_id, actor, via, request_id, operation,
      entity, entity_id, before, after, customer_id, undoes)
    select r."storeId", r.seq, r.at, r."operationId", r.actor, r.via, r."requestId", r.operation,
      r.entity, r."entityId", r.before, r.after, r."customerId", r.undoes
    from ${rows(p.rows, {
      storeId: 'text',
      seq: 'bigint',
      at: 'timestamptz',
      operationId: 'text',
      actor: 'text',
      via: 'text',
      requestId: 'text',
      operation: 'text',
      entity: 'text',
      entityId: 'text',
      before: 'json',
      after: 'json',
      customerId: 'text',
      undoes: 'text',
    })} as r`,
);

/** Another instance has written at a later time: with its time known, the units can be run again. */
export class TimeRunsBack extends Error {}

/** What a unit has to write that can wait for what others have to write. */
export interface Gathered {
  members?: readonly Member[];
  deltas?: readonly GroupDelta[];
}

/**
 * The units of one store in a transaction: the state of the store, which is locked first, and what
 * is written once for all of them.
 */
export class Batch {
  readonly transaction: Transaction;
  /** The store that is written; empty for a unit of no store, until it makes one. */
  storeId: string;
  /** Read by the first statement, which nobody waits for before somebody needs it. */
  state: Promise<StoreState>;
  /** When the store was last written, once the state is there. */
  lastAt: Instant = '';
  #changedState = false;
  #log: LoggedChange[] = [];
  #members: StoredMember[] = [];
  /** By group and day. */
  #deltas = new Map<string, StoredDelta>();

  private constructor(transaction: Transaction, storeId: string, state: Promise<StoreState>) {
    this.transaction = transaction;
    this.storeId = storeId;
    this.state = state;
    // Whoever needs the state hears of its failure.
    this.state.catch(() => {});
  }

  /** Locks the stores with one statement. An empty id stands for units of no store. */
  static begin(transaction: Transaction, storeIds: readonly string[]): Batch[] {
    const stores = storeIds.filter((id) => id !== '').map((id) => ({ id }));
    const locked = stores.length > 0 ? transaction.run(lockStores, { stores }) : undefined;
    return storeIds.map((id) => {
      if (!locked || id === '')
        return new Batch(transaction, id, Promise.resolve({ ...NEW_STORE }));
      const batch: Batch = new Batch(
        transaction,
        id,
        locked.then((rows) => {
          const state = rows.find(({ storeId }) => storeId === id);
          if (!state) throw notFound('store', id);
          batch.lastAt = state.writtenAt;
          return state;
        }),
      );
      return batch;
    });
  }

  /** From here on this store is written, which has just been made. */
  adopt(storeId: string): void {
    this.storeId = storeId;
    this.state = Promise.resolve({ ...NEW_STORE });
  }

  /** The time of units that begin now: it follows the order of the store's writes, whatever clocks do. */
  instantOf(clock: number): Instant {
    const now = instant(clock);
    if (this.lastAt > now) return this.lastAt;
    return now;
  }

  /**
   * Takes over what a unit has used up and logged at a time.
   * @throws TimeRunsBack when the store was written later than that
   */
  async add(now: Instant, used: Tally, changes: readonly (Change & Stamp & { offset: number })[]) {
    const state = await this.state;
    if (changes.length > 0) {
      if (now < this.lastAt) throw new TimeRunsBack();
      this.lastAt = now;
    }
    for (const { offset, customerId = null, ...change } of changes) {
      const seq = state.nextSeq + offset;
      this.#log.push({ ...change, customerId, storeId: this.storeId, seq });
    }
    for (const name of Object.keys(used) as (keyof Tally)[]) {
      if (used[name] !== 0) this.#changedState = true;
      state[name] += used[name];
    }
  }

  gather({ members = [], deltas = [] }: Gathered, day: string): void {
    const { storeId } = this;
    for (const member of members) this.#members.push({ ...member, storeId });
    if (this.#members.length >= MAX_GATHERED) this.writeGathered();
    for (const { groupId, added, removed } of deltas) {
      const name = `${groupId} ${day}`;
      const known = this.#deltas.get(name);
      this.#deltas.set(name, {
        storeId,
        groupId,
        day,
        added: added + (known?.added ?? 0),
        removed: removed + (known?.removed ?? 0),
      });
    }
  }

  /** Before anything else reads or writes: it sees what the units before it have done. */
  writeGathered(): void {
    this.transaction.sendTogether(gatheredWrites([this]));
  }

  /** Before anything changes the log, what has been logged must be in. */
  writeLog(): void {
    this.transaction.sendTogether(logWrites(this.transaction, [this]));
  }

  takeMembers(): StoredMember[] {
    const members = this.#members;
    this.#members = [];
    return members;
  }

  takeDeltas(): StoredDelta[] {
    const deltas = [...this.#deltas.values()];
    this.#deltas = new Map();
    return deltas;
  }

  takeLog(): LoggedChange[] {
    const log = this.#log;
    this.#log = [];
    return log;
  }

  /** The row of the store's counters, if it has changed. */
  async changedState(): Promise<object[]> {
    const state = await this.state;
    if (!this.#changedState) return [];
    return [
      {
        store_id: this.storeId,
        next_group_id: state.nextGroupId,
        next_seq: state.nextSeq,
        customers: state.customers,
        customers_without_group: state.customersWithoutGroup,
        written_at: this.lastAt,
      },
    ];
  }
}

const gatheredWrites = (batches: readonly Batch[]): Write[] => [
  ...memberWrites(batches.flatMap((batch) => batch.takeMembers())),
  ...countWrites(batches.flatMap((batch) => batch.takeDeltas())),
];

/** What one statement can write of the log; what goes beyond that is sent before. */
function logWrites(transaction: Transaction, batches: readonly Batch[]): Write[] {
  const rows = batches.flatMap((batch) => batch.takeLog());
  while (rows.length > MAX_LOGGED) {
    transaction.sendTogether([write(insertChanges, { rows: rows.splice(0, MAX_LOGGED) })]);
  }
  const [only] = rows;
  if (!only) return [];
  return [rows.length === 1 ? write(insertChange, only) : write(insertChanges, { rows })];
}

/** The last thing before the commit: what is left to write of all stores, as one statement. */
export async function flush(transaction: Transaction, batches: readonly Batch[]): Promise<void> {
  const rows = (await Promise.all(batches.map((batch) => batch.changedState()))).flat();
  const log = logWrites(transaction, batches);
  transaction.sendTogether([
    ...gatheredWrites(batches),
    ...(rows.length > 0 ? [write(updateStates, { rows })] : []),
    ...log,
  ]);
}

/** A unit of work in progress, in a batch. */
export class DatabaseUnit implements Unit {
  readonly caller: Caller;
  readonly environment: Environment;
  readonly now: Instant;
  readonly operationId: string;
  readonly counters: Counters = { customers: 0, customersWithoutGroup: 0 };
  /** Kinds of entities that the unit changes, for those who keep them in memory. */
  readonly changed = new Set<string>();
  /** Whether anything has been sent that only a rollback takes back. */
  wrote = false;
  readonly #batch: Batch;
  readonly #log: (Change & Stamp & { offset: number })[] = [];
  #groupIds = 0;
  /** Rows of the change log so far, also those that a statement writes by itself. */
  #rows = 0;
  #undoes: string | null = null;

  readonly stores: Stores;
  readonly keys: Keys;
  readonly users: Users;
  readonly groups: Groups;
  readonly customers: Customers;
  readonly members: Members;
  readonly priceLists: PriceLists;
  readonly prices: Prices;
  readonly categories: Categories;
  readonly products: Products;
  readonly pricing: Pricing;
  readonly reports: Reports;
  readonly answers: Answers;
  readonly changes: Changes;
  readonly history: History;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly leases: Leases;

  constructor(batch: Batch, caller: Caller, environment: Environment, now: Instant) {
    this.#batch = batch;
    this.caller = caller;
    this.environment = environment;
    this.now = now;
    this.operationId = newId(environment);
    const transaction: Transaction = {
      run: (...sent) => {
        batch.writeGathered();
        return batch.transaction.run(...sent);
      },
      send: (...sent) => {
        this.wrote = true;
        batch.writeGathered();
        batch.transaction.send(...sent);
      },
      sendTogether: (writes) => batch.transaction.sendTogether(writes),
    };
    this.stores = new Stores(transaction, this);
    this.keys = new Keys(transaction);
    this.users = new Users(transaction);
    this.groups = new Groups(transaction);
    this.customers = new Customers(transaction, this);
    this.members = new Members(transaction, this);
    this.priceLists = new PriceLists(transaction);
    this.prices = new Prices(transaction, this);
    this.categories = new Categories(transaction);
    this.products = new Products(transaction);
    this.pricing = new Pricing(transaction);
    this.reports = new Reports(transaction);
    this.answers = new Answers(transaction);
    this.changes = new Changes(transaction, this);
    this.history = new History(transaction);
    this.webhooks = new Webhooks(transaction, this);
    this.deliveries = new Deliveries(transaction, this);
    this.leases = new Leases(transaction);
  }

  /** What all rows of the change log that this unit writes have in common. */
  get stamp(): Stamp {
    return {
      at: this.now,
      operationId: this.operationId,
      actor: actorName(this.caller.actor),
      via: this.caller.actor.via,
      requestId: this.caller.requestId,
      undoes: this.#undoes,
    };
  }

  get recorded(): number {
    return this.#rows;
  }

  takesBack(operationId: string): void {
    this.#undoes = operationId;
  }

  async newGroupId(): Promise<number> {
    const { nextGroupId } = await this.#batch.state;
    return nextGroupId + this.#groupIds++;
  }

  record(change: Change): void {
    this.changed.add(change.entity);
    this.#log.push({ ...this.stamp, ...change, offset: this.#rows++ });
  }

  /** The `seq` of the last change in the log, this unit's included. */
  async lastSeq(): Promise<number> {
    const { nextSeq } = await this.#batch.state;
    return nextSeq + this.#rows - 1;
  }

  /** Logs by a statement that is told its first `seq` and gives a row for each that it has taken. */
  async recordAll(write: (seq: number) => Promise<readonly unknown[]>): Promise<void> {
    const { nextSeq } = await this.#batch.state;
    this.#rows += (await write(nextSeq + this.#rows)).length;
  }

  /** Written together with what other units gather. */
  gather(gathered: Gathered): void {
    this.wrote = true;
    this.#batch.gather(gathered, this.now.slice(0, 10));
  }

  writeLog(): void {
    this.#batch.writeLog();
  }

  adopt(storeId: string): void {
    this.#batch.adopt(storeId);
  }

  /** Hands to the batch what the unit has gathered. */
  finish(): Promise<void> {
    const { customers, customersWithoutGroup } = this.counters;
    const used = {
      nextGroupId: this.#groupIds,
      nextSeq: this.#rows,
      customers,
      customersWithoutGroup,
    };
    return this.#batch.add(this.now, used, this.#log);
  }
}
