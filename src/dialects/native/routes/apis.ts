import { Type } from 'typebox';
import type { Store } from '../../../core/store.js';
import { getStore } from '../../../core/store-service.js';
import type { Dialect } from '../../dialect.js';
import type { Endpoints } from '../endpoint.js';
import { apiSchema, YOUR } from '../schemas/apis.js';

const params = Type.Object({ store: Type.String() });

export function apiRoutes(endpoints: Endpoints, dialects: readonly Dialect[]): void {
  endpoints.read(
    '/stores/:store/apis',
    {
      summary: 'Tell how clients reach a store through each API, with samples',
      tag: 'stores',
      params,
      answers: { 200: apiSchema(dialects) },
    },
    async (view, { params: { store: id }, origin }) => {
      const store = await getStore(view, id);
      const data = dialects.map((dialect) => presentApi(dialect, store, origin));
      return { status: 200, body: { origin, data } };
    },
  );
}

function presentApi(
  { name, title, channel, introduce }: Dialect,
  store: Store,
  origin: string,
): object {
  const isReachable = !channel || store.channels[name] !== undefined;
  return { name, title, introduction: (isReachable && introduce?.(store, YOUR, origin)) || null };
}
