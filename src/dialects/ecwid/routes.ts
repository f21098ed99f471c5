import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { authorize } from '../../core/actor.js';
import { notFound } from '../../core/errors.js';
import { createGroup, deleteGroup, getGroup, updateGroup } from '../../core/group-service.js';
import { parseJsonBody } from '../../http/json-body.js';
import type { Query } from '../../http/query.js';
import type { Service } from '../../http/service.js';
import { admission } from './admission.js';
import { generalIsFixed, JSON_TYPE } from './errors.js';
import { parseGroupId } from './ids.js';
import { searchGroups } from './list.js';
import { parseGroup } from './parse.js';
import { GENERAL, presentGroup } from './present.js';
import { parseList, parseOne } from './query.js';
import { select } from './response-fields.js';

const COLLECTION = '/api/v3/:storeId/customer_groups';
const ONE = `${COLLECTION}/:groupId`;

export function register(app: FastifyInstance, service: Service): void {
  // A DELETE has no body in the document: what comes with it is not looked at.
  app.removeContentTypeParser('*');
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async ({ method }: FastifyRequest, body: Buffer) =>
      method === 'DELETE' ? undefined : parseJsonBody(body),
  );
  app.decorateRequest('ecwid');
  app.addHook('onRequest', admission(service));
  const handle = handlers(service);
  app.get(COLLECTION, handle.list);
  app.post(COLLECTION, handle.create);
  app.get(ONE, handle.get);
  app.put(ONE, handle.update);
  app.delete(ONE, handle.delete);
  refuseOthers(app, COLLECTION, ['GET', 'HEAD', 'POST']);
  refuseOthers(app, ONE, ['DELETE', 'GET', 'HEAD', 'PUT']);
}

/** A token, a store and a plan come before the method: other methods too pass the admission, which ends them. */
function refuseOthers(app: FastifyInstance, url: string, takes: readonly string[]): void {
  const method = METHODS.filter((name) => !takes.includes(name));
  for (const name of method) if (!app.supportedMethods.includes(name)) app.addHttpMethod(name);
  app.route({ method, url, config: { takes }, handler: async () => undefined });
}

function handlers({ database }: Service) {
  return {
    list: async ({ ecwid: caller, query }, reply) => {
      const { fields, ...search } = parseList(query as Query);
      const result = await database.read(caller, (view) => searchGroups(view, search));
      return sendJson(reply, select(result, fields));
    },

    get: async ({ ecwid: caller, params, query }, reply) => {
      const id = groupId(params);
      const fields = parseOne(query as Query);
      const group = await database.read(caller, async (view) => {
        authorize(caller, 'groups:read');
        return id === GENERAL.id ? GENERAL : presentGroup(await getGroup(view, id));
      });
      return sendJson(reply, select(group, fields));
    },

    create: async ({ ecwid: caller, body }, reply) => {
      const command = parseGroup(body);
      const { id } = await database.write(caller, (unit) => createGroup(unit, command));
      return sendJson(reply, { id });
    },

    update: async ({ ecwid: caller, params, body }, reply) => {
      const change = parseGroup(body);
      const id = changeableId(params);
      await database.write(caller, (unit) => updateGroup(unit, id, () => change));
      return sendJson(reply, { updateCount: 1 });
    },

    delete: async ({ ecwid: caller, params }, reply) => {
      const id = changeableId(params);
      await database.write(caller, (unit) => deleteGroup(unit, id));
      return sendJson(reply, { deleteCount: 1 });
    },
  } satisfies Record<string, RouteHandlerMethod>;
}

/** @throws not_found for what is no group's id at all, too */
function groupId(params: unknown): number {
  const { groupId: segment } = params as { groupId: string };
  const id = parseGroupId(segment);
  if (id === undefined) throw notFound('group', segment);
  return id;
}

function changeableId(params: unknown): number {
  const id = groupId(params);
  if (id === GENERAL.id) throw generalIsFixed();
  return id;
}

/** Every success is 200: the vendor's clients take any other status for an error. */
const sendJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.header('content-type', JSON_TYPE).send(JSON.stringify(value));
