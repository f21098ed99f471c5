import { Type } from 'typebox';
import { listChanges } from '../../../core/change-service.js';
import { parseInstant } from '../../../core/instant.js';
import { undoChange } from '../../../core/undo/undo-service.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentChange } from '../present-change.js';
import { Change, ChangeQuery, Seq, Undone } from '../schemas/changes.js';
import { Closed, Nullable, PageOf } from '../schemas/common.js';

const tag = 'changes';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({
  store: Type.String(),
  seq: Type.Integer({ ...Seq, description: 'Any change of the operation.' }),
});

/** The schema has seen to it that this is a time. */
const instantOf = (text: string | undefined) =>
  text === undefined ? undefined : parseInstant(text);

export function changeRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/changes',
    {
      summary: 'List changes',
      tag,
      params: inStore,
      query: ChangeQuery,
      answers: { 200: PageOf(Change, 'The newest first, unless asked for otherwise.') },
    },
    async (view, { query }) => {
      const { limit: _, cursor, sort = '-seq', from, to, ...filter } = query;
      const after = decodeCursor(cursor, ([order, seq, ...rest]) =>
        order === sort && Number.isSafeInteger(seq) && Number(seq) > 0 && rest.length === 0
          ? Number(seq)
          : undefined,
      );
      const { limit } = pageById({ limit: query.limit });
      const changes = await listChanges(
        view,
        { ...filter, from: instantOf(from), to: instantOf(to) },
        { descending: sort === '-seq', limit, after },
      );
      return {
        status: 200,
        body: pageOf(changes, query, presentChange, ({ seq }) => [sort, seq]),
      };
    },
  );

  endpoints.write(
    'POST',
    '/stores/:store/changes/:seq/undo',
    {
      summary: 'Take back the whole operation of a change',
      description:
        'Puts back what the operation replaced, deletes what it made and brings back what it ' +
        'deleted under its old id, with members and prices. It is an operation itself, and can be ' +
        'taken back. Fields that later changes have set stand in the way: then it is a 409 ' +
        '`changes_in_the_way`, which lists these changes, and nothing has happened. Other answers ' +
        'with 409: `nothing_to_undo`, `too_old` (older than the history), `not_undoable` (keys, ' +
        'users, webhooks and stores) and `erased` (a customer who was erased).',
      tag,
      params: one,
      body: Nullable(Closed({})),
      answers: { 200: Undone },
    },
    async (unit, { params, historyDays }) => ({
      status: 200,
      body: await undoChange(unit, params.seq, historyDays),
    }),
  );
}
