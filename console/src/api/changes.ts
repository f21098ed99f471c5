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

interface Taken {
  undone: readonly Undone[];
  /** Whether nothing of them can be further back in the log than it was read. */
  isAll: boolean;
}

/**
 * Takes back what the requests with these ids wrote, the last one first. Each operation as a whole:
 * one change of it is enough to name it.
 * @param requestIds in the order in which they were sent
 */
export async function undoRequests(store: string, requestIds: readonly string[]): Promise<Taken> {
  const { changes, isAll } = await lastChanges(store, requestIds);
  const operationIds = new Set<string>();
  const undone: Undone[] = [];
  for (const { requestId, operationId, seq } of changes) {
    if (requestId === null || !requestIds.includes(requestId)) continue;
    if (operationIds.has(operationId)) continue;
    operationIds.add(operationId);
    undone.push(await undoChange(store, seq));
  }
  return { undone, isAll };
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

/**
 * A change at least of each of the requests, the last one first. Behind the first request there is
 * none of the others: one that came to nothing is not looked for in the whole log.
 */
async function lastChanges(
  store: string,
  [first]: readonly string[],
): Promise<{ changes: Change[]; isAll: boolean }> {
  const changes: Change[] = [];
  const log = pages((query) => answer(api.GET(PATH, { params: { path: { store }, query } })));
  let left = PAGES_LOOKED_BACK;
  for await (const { data } of log) {
    changes.push(...data);
    if (data.some(({ requestId }) => requestId === first)) return { changes, isAll: true };
    if (--left === 0) return { changes, isAll: false };
  }
  return { changes, isAll: true };
}

/** What the service can take back; the rest is not offered. */
const UNDOABLE: ReadonlySet<string> = new Set([
  ...['group', 'members', 'member', 'customer', 'price-list', 'prices', 'price'],
  ...['category', 'product'],
]);

export const isUndoable = ({ entity, operation }: Change): boolean =>
  UNDOABLE.has(entity) && operation !== 'customer.erased';
