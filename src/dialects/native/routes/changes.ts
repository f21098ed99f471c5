import { Type } from 'typebox';
import { listChanges } from '../../../core/change-service.js';
import { parseInstant } from '../../../core/instant.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentChange } from '../present-change.js';
import { Change, ChangeQuery } from '../schemas/changes.js';
import { PageOf } from '../schemas/common.js';

const inStore = Type.Object({ store: Type.String() });

/** The schema has seen to it that this is a time. */
const instantOf = (text: string | undefined) =>
  text === undefined ? undefined : parseInstant(text);

export function changeRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/changes',
    {
      summary: 'List changes',
      tag: 'changes',
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
}
