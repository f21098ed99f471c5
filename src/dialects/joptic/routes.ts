import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { CoreError } from '../../core/errors.js';
import { createGroup, deleteGroups, getGroup, pageOfGroups } from '../../core/group-service.js';
import { putMember } from '../../core/member-service.js';
import { parseAnyJsonBody } from '../../http/json-body.js';
import type { Query } from '../../http/query.js';
import type { Service } from '../../http/service.js';
import { admission, storeAdmission } from './admission.js';
import { JSON_TYPE, noMatchingGroups } from './errors.js';
import { parseAssignment, parseDeletion, parseNewGroup } from './parse.js';
import {
  presentCreated,
  presentDeletion,
  presentGroup,
  presentPage,
  presentRelation,
} from './present.js';
import { pageOf, parseList } from './query.js';
import { type GroupsOfStore, groupOf, writableGroupsOf } from './relation.js';

export function register(app: FastifyInstance, service: Service): void {
  // Unknown properties are ignored, whatever they hold; of known ones the validation says what is wrong.
  app.removeContentTypeParser('*');
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseAnyJsonBody(body),
  );
  app.decorateRequest('jopticUser', '');
  app.decorateRequest('joptic');
  app.addHook('onRequest', admission(service));
  const inStore = { onRequest: storeAdmission(service) };
  const handle = handlers(service);
  app.get('/customer-group', inStore, handle.list);
  app.post('/customer-group', inStore, handle.create);
  app.get('/customer-group/:id', handle.get);
  app.delete('/customer-group', handle.delete);
  app.post('/customer-group/assign-group', handle.assign);
}

function handlers(service: Service) {
  const { database } = service;

  /** @returns how many of the groups there were */
  async function deleteOf({ caller, groupIds }: GroupsOfStore): Promise<number> {
    try {
      return await database.write(caller, async (unit) => {
        return (await deleteGroups(unit, { ids: groupIds })).length;
      });
    } catch (error) {
      // The store was deleted meanwhile, and its groups with it.
      if (error instanceof CoreError && error.code === 'not_found') return 0;
      throw error;
    }
  }

  return {
    list: async ({ joptic: { caller, storeNumber }, query }, reply) => {
      const list = parseList(query as Query);
      const page = await database.read(caller, (view) =>
        pageOfGroups(view, list.filter, pageOf(list)),
      );
      return sendJson(reply, 200, presentPage(page, storeNumber, list));
    },

    create: async ({ joptic: { caller, storeNumber }, body }, reply) => {
      const command = parseNewGroup(body);
      const group = await database.write(caller, (unit) => createGroup(unit, command));
      return sendJson(reply, 201, presentCreated(group, storeNumber));
    },

    get: async (request, reply) => {
      const { id } = request.params as { id: string };
      const { caller, storeNumber, groupId } = await groupOf(id, request, service);
      const group = await database.read(caller, (view) => getGroup(view, groupId));
      return sendJson(reply, 200, presentGroup(group, storeNumber));
    },

    delete: async (request, reply) => {
      const ids = parseDeletion(request.body);
      const ofStores = await writableGroupsOf(ids, request, service);
      const counts = await Promise.all(ofStores.map(deleteOf));
      const deletedCount = counts.reduce((sum, count) => sum + count, 0);
      if (deletedCount === 0) throw noMatchingGroups();
      return sendJson(reply, 200, presentDeletion(deletedCount));
    },

    assign: async (request, reply) => {
      const { customerId, groupId: id } = parseAssignment(request.body);
      const { caller, groupId } = await groupOf(id, request, service);
      const { member } = await database.write(
        caller,
        (unit) => putMember(unit, groupId, customerId, {}),
        customerId,
      );
      return sendJson(reply, 200, presentRelation(member, id));
    },
  } satisfies Record<string, RouteHandlerMethod>;
}

const sendJson = (reply: FastifyReply, status: number, value: object): FastifyReply =>
  reply.code(status).header('content-type', JSON_TYPE).send(JSON.stringify(value));
