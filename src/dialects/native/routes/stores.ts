import { Type } from 'typebox';
import {
  createStore,
  deleteStore,
  getStore,
  listStores,
  storeTag,
  updateStore,
} from '../../../core/store-service.js';
import type { Dialect } from '../../dialect.js';
import { ChannelParser } from '../channels.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { presentStore } from '../present.js';
import { PageOf, PageQuery } from '../schemas/common.js';
import { storeSchemas } from '../schemas/stores.js';

const tag = 'stores';
const params = Type.Object({ store: Type.String() });

export function storeRoutes(endpoints: Endpoints, dialects: readonly Dialect[]): void {
  const { NewStore, StorePatch, Store } = storeSchemas(dialects);
  const channels = new ChannelParser(dialects);

  endpoints.write(
    'POST',
    '/stores',
    { summary: 'Create a store (root key)', tag, body: NewStore, answers: { 201: Store } },
    async (unit, { body }) => {
      const given = body.channels as Record<string, Record<string, unknown>> | undefined;
      const store = await createStore(unit, { ...body, channels: channels.create(given) });
      return {
        status: 201,
        body: presentStore(store),
        tag: storeTag(store),
        location: `/v1/stores/${store.id}`,
      };
    },
  );

  endpoints.read(
    '/stores',
    {
      summary: 'List stores (root key)',
      tag,
      query: PageQuery,
      answers: { 200: PageOf(Store, 'Stores by id.') },
    },
    async (view, { query }) => {
      const stores = await listStores(view, pageById(query));
      return { status: 200, body: pageOf(stores, query, presentStore, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store',
    { summary: 'Get a store', tag, params, answers: { 200: Store } },
    async (view, input) => {
      const store = await getStore(view, input.params.store);
      return { status: 200, body: presentStore(store), tag: storeTag(store) };
    },
  );

  endpoints.write(
    'PATCH',
    '/stores/:store',
    {
      summary: 'Change a store (channels: root key)',
      tag,
      params,
      body: StorePatch,
      answers: { 200: Store },
    },
    async (unit, { body, params: { store: id }, precondition }) => {
      const given = body.channels as Record<string, Record<string, unknown> | null> | undefined;
      const patch = given && channels.patch(given, await getStore(unit, id));
      const store = await updateStore(unit, { ...body, channels: patch }, precondition);
      return { status: 200, body: presentStore(store), tag: storeTag(store) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store',
    {
      summary: 'Delete a store with everything in it (root key)',
      tag,
      params,
      answers: { 204: null },
    },
    async (unit, { precondition }) => {
      await deleteStore(unit, precondition);
      return { status: 204 };
    },
  );
}
