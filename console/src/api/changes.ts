import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, pages, sending } from './client';
import type { paths } from './generated/schema';
import { asProblem } from './problem';
import { inStore } from './stores';

const PATH = '/v1/stores/{store}/changes';

export type Change = Answer<typeof PATH>['data'][number];
export type ChangeQuery = NonNullable<paths[typeof PATH]['get']['parameters']['query']>;

/** Through what a change was made, as the API has it. */
export const VIAS = [
  'native',
  'bigcommerce',
  'ecwid',
  'emporix',
  'joptic',
  'cli',
  'service',
] as const satisfies readonly ChangeQuery['via'][];

export const changesQuery = (store: string, query: ChangeQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'changes', query],
    queryFn: ({ signal }) => answer(api.GET(PATH, { params: { path: { store }, query }, signal })),
  });

const UNDO = '/v1/stores/{store}/changes/{seq}/undo';

/**
 * How many pages of the log an action is looked for in: only what was done just now is undone, but
 * a bulk of prices has a change for each of them.
 */
const PAGES_LOOKED_BACK = 500;

/**
 * Takes back what the requests with these ids wrote, the last one first. Each operation as a whole:
 * one change of it is enough to name it.
 */
export async function undoRequests(
  store: string,
  requestIds: readonly string[],
): Promise<readonly Undone[]> {
  const data = await lastChanges(store, requestIds);
  const operationIds = new Set<string>();
  const undone: Undone[] = [];
  for (const { requestId, operationId, seq } of data) {
    if (requestId === null || !requestIds.includes(requestId)) continue;
    if (operationIds.has(operationId)) continue;
    operationIds.add(operationId);
    undone.push(await undoChange(store, seq));
  }
  return undone;
}

/** Takes back the whole operation of a change. @throws Problem 409 with what stands in the way */
export const undoChange = (store: string, seq: number, requestId?: string) =>
  answer(api.POST(UNDO, { params: { path: { store, seq } }, ...sending({ requestId }) }));

/** What taking back an operation has done. */
export type Undone = Awaited<ReturnType<typeof undoChange>>;

/** What stands in the way of taking something back, as the service lists it. */
export function inTheWay(error: unknown): { changes: readonly Change[]; total: number } {
  const { changes, total } = asProblem(error).inTheWay;
  return { changes: changes as readonly Change[], total };
}

/** A change at least of each of the requests, the last one first. */
async function lastChanges(store: string, requestIds: readonly string[]): Promise<Change[]> {
  const wanted = new Set(requestIds);
  const changes: Change[] = [];
  const log = pages((query) => answer(api.GET(PATH, { params: { path: { store }, query } })));
  let left = PAGES_LOOKED_BACK;
  for await (const { data } of log) {
    changes.push(...data);
    for (const { requestId } of data) if (requestId !== null) wanted.delete(requestId);
    if (wanted.size === 0 || --left === 0) break;
  }
  return changes;
}

/** What the service can take back; the rest is not offered. */
const UNDOABLE: ReadonlySet<string> = new Set([
  ...['group', 'members', 'member', 'customer', 'price-list', 'prices', 'price'],
  ...['category', 'product'],
]);

export const isUndoable = ({ entity, operation }: Change): boolean =>
  UNDOABLE.has(entity) && operation !== 'customer.erased';
