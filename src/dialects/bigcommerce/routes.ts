import type { FastifyInstance, FastifyReply, RouteHandlerMethod } from 'fastify';
import type { View } from '../../core/database.js';
import { notFound } from '../../core/errors.js';
import type { Group } from '../../core/group.js';
import {
  countGroups,
  createGroup,
  deleteGroup,
  deleteGroups,
  effectiveAccess,
  getGroup,
  listGroups,
  updateGroup,
} from '../../core/group-service.js';
import type { Query } from '../../http/query.js';
import type { Service } from '../../http/service.js';
import { admission } from './admission.js';
import { parseGroupId } from './ids.js';
import { parseGroupChange, parseNewGroup } from './parse.js';
import { presentGroup } from './present.js';
import { parseDeletion, parseFilter, parseList } from './query.js';

const BASES = ['/stores/:storeHash/v2', '/api/v2'];
const NAMES = ['customer_groups', 'customergroups'];
/** Any id but `count`, which is a resource of its own and can only be read. */
const ONE = ':id((?!count(?:\\.json)?$).+)';

/** Both ways to a store, and to each resource, lead to the same handlers. */
export function register(app: FastifyInstance, service: Service): void {
  app.decorateRequest('bigcommerce');
  app.addHook('onRequest', admission(service));
  const handle = handlers(service);
  for (const collection of BASES.flatMap((base) => NAMES.map((name) => `${base}/${name}`))) {
    for (const ending of ['', '.json']) {
      app.get(`${collection}${ending}`, handle.list);
      app.post(`${collection}${ending}`, handle.create);
      app.delete(`${collection}${ending}`, handle.deleteMany);
      app.get(`${collection}/count${ending}`, handle.count);
    }
    app.get(`${collection}/${ONE}`, handle.get);
    app.put(`${collection}/${ONE}`, handle.update);
    app.delete(`${collection}/${ONE}`, handle.delete);
  }
  // "Every answer carries X-Rate-Limit-…": what is no route passes the admission too, which ends it.
  for (const url of ['/stores/*', '/api/v2', '/api/v2/*']) {
    app.all(url, { config: { takes: [] } }, async () => undefined);
  }
}

function handlers({ database }: Service) {
  return {
    list: async ({ bigcommerce: { caller, unpagedLists }, query }, reply) => {
      const { filter, limit, offset } = parseList(query as Query, unpagedLists);
      const groups = await database.read(caller, async (view) =>
        present(view, await listGroups(view, filter, { sort: 'id', limit, offset })),
      );
      return groups.length > 0 ? sendJson(reply, groups) : sendNothing(reply);
    },

    count: async ({ bigcommerce: { caller }, query }, reply) => {
      const filter = parseFilter(query as Query);
      return sendJson(reply, {
        count: await database.read(caller, (view) => countGroups(view, filter)),
      });
    },

    get: async ({ bigcommerce: { caller }, params }, reply) => {
      const id = groupId(params);
      const [group] = await database.read(caller, async (view) =>
        present(view, [await getGroup(view, id)]),
      );
      return sendJson(reply, group);
    },

    create: async ({ bigcommerce: { caller }, body }, reply) => {
      const command = parseNewGroup(body);
      const [group] = await database.write(caller, async (unit) =>
        present(unit, [await createGroup(unit, command)]),
      );
      return sendJson(reply, group);
    },

    update: async ({ bigcommerce: { caller }, params, body }, reply) => {
      const id = groupId(params);
      const change = parseGroupChange(body);
      const [group] = await database.write(caller, async (unit) =>
        present(unit, [await updateGroup(unit, id, change)]),
      );
      return sendJson(reply, group);
    },

    delete: async ({ bigcommerce: { caller }, params }, reply) => {
      const id = groupId(params);
      await database.write(caller, (unit) => deleteGroup(unit, id));
      return sendNothing(reply);
    },

    deleteMany: async ({ bigcommerce: { caller }, query }, reply) => {
      const filter = parseDeletion(query as Query);
      await database.write(caller, (unit) => deleteGroups(unit, filter));
      return sendNothing(reply);
    },
  } satisfies Record<string, RouteHandlerMethod>;
}

async function present(view: View, groups: readonly Group[]): Promise<object[]> {
  const access = await effectiveAccess(view, groups);
  return groups.map((group) => presentGroup(group, access.get(group.id) ?? { type: 'all' }));
}

/** @throws not_found for what is no group's id at all, too */
function groupId(params: unknown): number {
  const { id: segment } = params as { id: string };
  const id = parseGroupId(segment);
  if (id === undefined) throw notFound('group', segment);
  return id;
}

const sendJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.header('content-type', 'application/json').send(JSON.stringify(value));

const sendNothing = (reply: FastifyReply): FastifyReply => reply.code(204).send();
