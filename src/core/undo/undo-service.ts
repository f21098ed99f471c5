import { authorize } from '../actor.js';
import type { ChangeEntity, ChangeRow, ListedChanges } from '../change.js';
import type { Unit } from '../database.js';
import { type Instant, instant } from '../environment.js';
import { type CoreError, conflict, notFound } from '../errors.js';
import { MAX_SKIPPED_NAMED } from '../limits.js';
import { applyPlan } from './apply.js';
import { LaterChanges } from './later-changes.js';
import { makePlan } from './make-plan.js';
import { Operation } from './operation.js';
import { isEmpty } from './plan.js';

/** What an undo has done. */
export interface Undone {
  /** Of the undo itself. */
  operationId: string;
  /** The operation that it took back. */
  undoes: string;
  /** Its rows in the change log. */
  changes: number;
  /** Customers who are gone, so that nothing of them came back: the first of them, in order. */
  skippedCustomers: readonly string[];
  skipped: number;
}

/** What an undo puts back. Keys, users, webhooks and stores are not among it. */
const UNDOABLE: ReadonlySet<ChangeEntity> = new Set([
  'group',
  'members',
  'member',
  'customer',
  'price-list',
  'prices',
  'price',
  'category',
  'product',
]);

/** Most operations have few rows. */
const FIRST_ROWS = 10;
const ROWS_PER_PAGE = 1_000;
/** Changes that the words of a refusal name; it lists more. */
const NAMED = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Puts back all that the operation of a change has replaced, where nothing later stands in the way.
 * @throws not_found for a change that never was
 * @throws conflict `too_old`, `not_undoable`, `erased`, `changes_in_the_way`, `nothing_to_undo`
 */
export async function undoChange(unit: Unit, seq: number, historyDays: number): Promise<Undone> {
  authorize(unit.caller, 'store:admin');
  const operation = await loadOperation(unit, seq, historyDays);
  await refuseErased(unit, operation);
  const inTheWay = new LaterChanges();
  const plan = await makePlan(unit, operation, inTheWay);
  if (inTheWay.any) throw refused(await inTheWay.list(unit, operation.last));
  if (isEmpty(plan)) throw nothingLeft(await laterThan(unit, operation, plan.members.skipped));

  unit.takesBack(operation.id);
  await applyPlan(unit, plan);
  const skipped = [...plan.members.skipped].sort();
  return {
    operationId: unit.operationId,
    undoes: operation.id,
    changes: unit.recorded,
    skippedCustomers: skipped.slice(0, MAX_SKIPPED_NAMED),
    skipped: skipped.length,
  };
}

async function loadOperation(unit: Unit, seq: number, historyDays: number): Promise<Operation> {
  const { changes, caller, now } = unit;
  const { storeId } = caller;
  const earliest = instant(Date.parse(now) - historyDays * DAY_MS);
  const [found] = await changes.list(
    storeId,
    {},
    { low: seq, high: seq + 1, limit: 1, descending: false },
  );
  if (!found) {
    const { low } = await changes.range(storeId, {});
    throw seq < low ? tooOld(seq, earliest) : notFound('change', seq);
  }
  if (found.at < earliest) throw tooOld(seq, earliest);
  const operation = new Operation(found, storeId);
  const before: ChangeRow[] = [];
  for await (const row of follow(unit, found, { descending: true })) before.push(row);
  for (const row of [...before.reverse(), found]) take(operation, row);
  for await (const row of follow(unit, found, { descending: false })) take(operation, row);
  return operation;
}

/** The rows of an operation follow one another in the log, which has no index by operation. */
async function* follow(
  { changes, caller }: Unit,
  { seq, operationId }: ChangeRow,
  { descending }: { descending: boolean },
): AsyncGenerator<ChangeRow> {
  let last = seq;
  for (let limit = FIRST_ROWS; ; limit = Math.min(10 * limit, ROWS_PER_PAGE)) {
    const range = descending
      ? { low: 0, high: last }
      : { low: last + 1, high: Number.MAX_SAFE_INTEGER };
    const rows = await changes.list(caller.storeId, {}, { ...range, limit, descending });
    for (const row of rows) {
      if (row.operationId !== operationId) return;
      last = row.seq;
      yield row;
    }
    if (rows.length < limit) return;
  }
}

function take(operation: Operation, row: ChangeRow): void {
  if (!UNDOABLE.has(row.entity)) throw notUndoable(row);
  if (isErasure(row)) throw erased(row.entityId);
  operation.add(row);
}

const isErasure = ({ operation }: ChangeRow): boolean => operation === 'customer.erased';

/** What was erased is gone from the log, too: there is nothing that could come back. */
async function refuseErased(unit: Unit, { customers, last }: Operation): Promise<void> {
  const erasures = new LaterChanges();
  for (const id of customers.keys()) {
    erasures.add('customer', id, isErasure);
  }
  if (!erasures.any) return;
  const { changes } = await erasures.list(unit, last);
  if (changes[0]) throw erased(changes[0].entityId);
}

/** The later changes of all that the operation was about, and of whom it passed over. */
async function laterThan(
  unit: Unit,
  operation: Operation,
  skipped: ReadonlySet<string>,
): Promise<ListedChanges> {
  const later = new LaterChanges();
  for (const id of operation.groups.keys()) later.add('group', id);
  for (const id of new Set([...operation.customers.keys(), ...skipped])) later.add('customer', id);
  for (const id of operation.lists.keys()) later.add('price-list', id);
  for (const id of operation.categories.keys()) later.add('category', id);
  for (const id of operation.products.keys()) later.add('product', id);
  for (const pair of operation.pairs.values()) later.addPair(pair);
  for (const [listId, prices] of operation.prices) {
    for (const { key } of prices.values()) later.addPrice(listId, key);
  }
  return later.list(unit, operation.last);
}

const tooOld = (seq: number, earliest: Instant): CoreError =>
  conflict(
    'too_old',
    `The change ${seq} is older than the history: what was done before ${earliest} stays.`,
    'change',
  );

const notUndoable = ({ seq, entity, entityId, operation }: ChangeRow): CoreError =>
  conflict(
    'not_undoable',
    `The change ${seq} (${operation}) is of the ${entity} '${entityId}'. What is done to keys, users, ` +
      'webhooks and stores cannot be taken back.',
    'change',
  );

const erased = (customerId: string): CoreError =>
  conflict(
    'erased',
    `The customer '${customerId}' has been erased: nothing of it can come back.`,
    'change',
  );

const refused = (listed: ListedChanges): CoreError =>
  conflict(
    'changes_in_the_way',
    `Later changes stand in the way${named(listed)}. Take them back first, the newest before the others.`,
    'change',
    listed,
  );

const nothingLeft = (listed: ListedChanges): CoreError =>
  conflict(
    'nothing_to_undo',
    `Nothing is left to take back after later changes${named(listed)}.`,
    'change',
    listed,
  );

function named({ changes, total }: ListedChanges): string {
  if (total === 0) return '';
  const some = changes.slice(0, NAMED).map(({ seq, operation }) => `${seq} (${operation})`);
  return `: ${some.join(', ')}${total > some.length ? ` and ${total - some.length} more` : ''}`;
}
