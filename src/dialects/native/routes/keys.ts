import { Type } from 'typebox';
import { createKey, keyTag, listKeys, revokeKey } from '../../../core/key-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { instantOf } from '../parse.js';
import { presentCreatedKey, presentKey } from '../present.js';
import { PageOf, PageQuery } from '../schemas/common.js';
import { CreatedKey, Key, NewKey } from '../schemas/keys.js';

const tag = 'keys';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), key: Type.String() });

export function keyRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'POST',
    '/stores/:store/keys',
    {
      summary: 'Create a key; its secret is shown this once',
      tag,
      params: inStore,
      body: NewKey,
      answers: { 201: CreatedKey },
    },
    async (unit, { body }) => {
      const created = await createKey(unit, { ...body, expiresAt: instantOf(body.expiresAt) });
      return {
        status: 201,
        body: presentCreatedKey(created),
        tag: keyTag(),
        secretOf: created.key.id,
      };
    },
  );

  endpoints.read(
    '/stores/:store/keys',
    {
      summary: 'List keys that are not revoked',
      tag,
      params: inStore,
      query: PageQuery,
      answers: { 200: PageOf(Key, 'Keys in the order in which they were made.') },
    },
    async (view, { query }) => {
      const keys = await listKeys(view, pageById(query));
      return { status: 200, body: pageOf(keys, query, presentKey, ({ id }) => [id]) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/keys/:key',
    { summary: 'Revoke a key', tag, params: one, answers: { 204: null } },
    async (unit, { params, precondition }) => {
      await revokeKey(unit, params.key, precondition);
      return { status: 204 };
    },
  );
}
