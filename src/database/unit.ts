import { actorName, type Caller } from '../core/actor.js';
import type { Change, ChangeRow } from '../core/change.js';
import type { Counters } from '../core/counters.js';
import type { Unit } from '../core/database.js';
import { type Environment, type Instant, newId } from '../core/environment.js';
import type { Transaction } from './engine.js';
import { Answers } from './repositories/answers.js';
import { Customers } from './repositories/customers.js';
import { Groups } from './repositories/groups.js';
import { Keys } from './repositories/keys.js';
import { Members } from './repositories/members.js';
import { PriceLists } from './repositories/price-lists.js';
import { Stores } from './repositories/stores.js';
import { Users } from './repositories/users.js';
import { statement } from './statement.js';

const updateCounters = statement<Counters & { storeId: string }>()(({ query }, p) =>
  query
    .updateTable('counters')
    .set({
      next_group_id: p.nextGroupId,
      next_seq: p.nextSeq,
      customers: p.customers,
      customers_without_group: p.customersWithoutGroup,
    })
    .where('store_id', '=', p.storeId),
);

type Stamp = Pick<ChangeRow, 'at' | 'operationId' | 'actor' | 'via' | 'requestId'>;
type LoggedChange = Stamp & Change & { storeId: string; seq: number };

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
  }),
);

const insertChanges = statement<Stamp & { storeId: string; rows: object[] }>()(
  ({ query, rows }, p) =>
    query
      .insertInto('changes')
      .columns([
        'store_id',
        'seq',
        'at',
        'operation_id',
        'actor',
        'via',
        'request_id',
        'operation',
        'entity',
        'entity_id',
        'before',
        'after',
      ])
      .expression((eb) =>
        eb
          .selectFrom(
            rows<{
              store_id: string;
              seq: number;
              at: string;
              operation_id: string;
              actor: string;
              via: string;
              request_id: string;
              operation: string;
              entity: string;
              entity_id: string;
              before: unknown;
              after: unknown;
            }>(p.rows, {
              store_id: 'text',
              seq: 'bigint',
              at: 'timestamptz',
              operation_id: 'text',
              actor: 'text',
              via: 'text',
              request_id: 'text',
              operation: 'text',
              entity: 'text',
              entity_id: 'text',
              before: 'json',
              after: 'json',
            }).as('r'),
          )
          .selectAll(),
      ),
);

/** A unit of work in progress: its repositories, its store's counters and its change log. */
export class DatabaseUnit implements Unit {
  readonly caller: Caller;
  readonly environment: Environment;
  readonly now: Instant;
  readonly operationId: string;
  /** The store that is written; set when the unit makes one. */
  storeId: string;
  counters: Counters;
  /** Kinds of entities that the unit changes, for those who keep them in memory. */
  readonly changed = new Set<string>();
  readonly #transaction: Transaction;
  readonly #log: (Change & { seq: number })[] = [];
  #countersBefore: Counters;

  readonly stores: Stores;
  readonly keys: Keys;
  readonly users: Users;
  readonly groups: Groups;
  readonly customers: Customers;
  readonly members: Members;
  readonly priceLists: PriceLists;
  readonly answers: Answers;

  constructor(
    transaction: Transaction,
    context: { caller: Caller; environment: Environment; now: Instant; counters: Counters },
  ) {
    this.#transaction = transaction;
    this.caller = context.caller;
    this.environment = context.environment;
    this.now = context.now;
    this.operationId = newId(context.environment);
    this.storeId = context.caller.storeId;
    this.counters = { ...context.counters };
    this.#countersBefore = context.counters;
    this.stores = new Stores(transaction, this);
    this.keys = new Keys(transaction);
    this.users = new Users(transaction);
    this.groups = new Groups(transaction);
    this.customers = new Customers(transaction);
    this.members = new Members(transaction, this);
    this.priceLists = new PriceLists(transaction);
    this.answers = new Answers(transaction);
  }

  get stamp(): Stamp {
    return {
      at: this.now,
      operationId: this.operationId,
      actor: actorName(this.caller.actor),
      via: this.caller.actor.via,
      requestId: this.caller.requestId,
    };
  }

  record(change: Change): void {
    this.changed.add(change.entity);
    this.#log.push({ ...change, seq: this.counters.nextSeq++ });
  }

  /** From here on the unit writes this store, which it has just made. */
  adopt(storeId: string, counters: Counters): void {
    this.storeId = storeId;
    this.counters = { ...counters };
    this.#countersBefore = counters;
  }

  /** Writes what the unit has gathered; the last thing before the commit. */
  flush(): void {
    const { counters, storeId, stamp } = this;
    const before = this.#countersBefore;
    if (
      counters.nextSeq !== before.nextSeq ||
      counters.nextGroupId !== before.nextGroupId ||
      counters.customers !== before.customers ||
      counters.customersWithoutGroup !== before.customersWithoutGroup
    ) {
      this.#transaction.send(updateCounters, { ...counters, storeId });
    }
    const [only] = this.#log;
    if (only && this.#log.length === 1) {
      this.#transaction.send(insertChange, { ...stamp, ...only, storeId });
    } else if (only) {
      const rows = this.#log.map((change) => ({
        store_id: storeId,
        seq: change.seq,
        at: stamp.at,
        operation_id: stamp.operationId,
        actor: stamp.actor,
        via: stamp.via,
        request_id: stamp.requestId,
        operation: change.operation,
        entity: change.entity,
        entity_id: change.entityId,
        before: change.before,
        after: change.after,
      }));
      this.#transaction.send(insertChanges, { ...stamp, storeId, rows });
    }
  }
}
