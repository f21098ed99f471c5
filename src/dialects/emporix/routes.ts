import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Unit, View } from '../../core/database.js';
import { CoreError } from '../../core/errors.js';
import type { Group } from '../../core/group.js';
import { createGroup, deleteGroup, listGroups, updateGroup } from '../../core/group-service.js';
import { PAIRS_PER_PAGE, type Pair } from '../../core/member.js';
import {
  joinFirstGroup,
  leaveGroups,
  listPairs,
  moveToGroup,
  newestPair,
} from '../../core/one-group-service.js';
import { isId } from '../../core/text.js';
import { parseJsonBody } from '../../http/json-body.js';
import type { Service } from '../../http/service.js';
import { AccessTokens } from './access-tokens.js';
import { admission } from './admission.js';
import { conflicting, elementUnknown, groupUnknown, JSON_TYPE } from './errors.js';
import { groupOf, presentGroupId } from './ids.js';
import { jsonArray } from './json-array.js';
import { acceptedLanguages, contentLanguage } from './languages.js';
import { parseGroupChange, parseNewGroup, parseRelation, parseRelationChange } from './parse.js';
import { presentGroup, presentRelation, relationText } from './present.js';
import { tokenEndpoint } from './token-endpoint.js';

const BASE = '/shipping/:tenant/:site';
const RELATIONS = `${BASE}/cgrelations`;
const GROUPS = `${BASE}/groups`;
const GROUPS_PER_PAGE = 1_000;

/** Each in a scope of its own: the one takes forms, and the other has an admission. */
export function register(app: FastifyInstance, service: Service): void {
  const tokens = new AccessTokens(service);
  app.register(async (scope) => tokenEndpoint(scope, service, tokens));
  app.register(async (scope) => {
    // A DELETE has no body in the document: what comes with it is not looked at.
    scope.removeContentTypeParser('*');
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer' },
      async ({ method }: FastifyRequest, body: Buffer) =>
        method === 'DELETE' ? undefined : parseJsonBody(body),
    );
    scope.decorateRequest('emporix');
    scope.addHook('onRequest', admission(service, tokens));
    const relations = relationHandlers(service);
    scope.get(RELATIONS, relations.list);
    scope.post(RELATIONS, relations.create);
    scope.get(`${RELATIONS}/:customerId`, relations.get);
    scope.put(`${RELATIONS}/:customerId`, relations.update);
    scope.delete(`${RELATIONS}/:customerId`, relations.delete);
    const groups = groupHandlers(service);
    scope.get(GROUPS, groups.list);
    scope.post(GROUPS, groups.create);
    scope.get(`${GROUPS}/:groupId`, groups.get);
    scope.put(`${GROUPS}/:groupId`, groups.update);
    scope.delete(`${GROUPS}/:groupId`, groups.delete);
  });
}

interface OfCustomer {
  customerId: string;
}

interface OfGroup {
  groupId: string;
}

function relationHandlers({ database }: Service) {
  return {
    list: async ({ emporix: { caller, storeNumber }, method }, reply) => {
      const load = (after: Pair | undefined) =>
        database.read(caller, (view) => listPairs(view, after));
      const text = relationText(storeNumber);
      return sendArray(reply, method, () => jsonArray({ load, text, size: PAIRS_PER_PAGE }));
    },

    create: async ({ emporix: { caller, storeNumber }, body }, reply) => {
      const { customerId, groupId } = parseRelation(body);
      const group = await database.write(
        caller,
        async (unit) => {
          const found = await groupOf(unit, groupId, storeNumber);
          if (!found) throw elementUnknown(`There is no group '${groupId}'.`);
          await joinFirstGroup(unit, customerId, found.id);
          return found;
        },
        customerId,
      );
      return sendJson(reply.code(201), { id: presentGroupId(group, storeNumber) });
    },

    get: async ({ emporix: { caller, storeNumber }, params }, reply) => {
      const { customerId } = params as OfCustomer;
      const pair = isId(customerId)
        ? await database.read(caller, (view) => newestPair(view, customerId))
        : undefined;
      return sendJson(reply, presentRelation(customerId, pair, storeNumber));
    },

    update: async ({ emporix: { caller, storeNumber }, params, body }, reply) => {
      const { customerId } = params as OfCustomer;
      const relation = parseRelationChange(body);
      if (relation.customerId !== undefined && relation.customerId !== customerId) {
        throw conflicting('The body names another customer than the path.');
      }
      if (!isId(customerId)) throw conflicting(`There is no customer '${customerId}'.`);
      const { groupId } = relation;
      await database.write(
        caller,
        async (unit) => {
          const group = await groupOf(unit, groupId, storeNumber);
          if (!group) throw conflicting(`There is no group '${groupId}'.`);
          await moveToGroup(unit, customerId, group.id).catch(unknownAsConflict);
        },
        customerId,
      );
      return reply.send();
    },

    delete: async ({ emporix: { caller }, params }, reply) => {
      const { customerId } = params as OfCustomer;
      if (isId(customerId)) {
        await database.write(caller, (unit) => leaveGroups(unit, customerId), customerId);
      }
      return reply.code(204).send();
    },
  } satisfies Record<string, RouteHandlerMethod>;
}

/** The document has no 404 for a PUT: what it names and is not there is a conflict. */
function unknownAsConflict(error: unknown): never {
  const isUnknown = error instanceof CoreError && error.code === 'not_found';
  throw isUnknown ? conflicting(error.message) : error;
}

function groupHandlers({ database }: Service) {
  return {
    list: async ({ emporix: { caller, storeNumber }, headers, method }, reply) => {
      const languages = acceptedLanguages(headers['accept-language']);
      const size = GROUPS_PER_PAGE;
      const load = (last: Group | undefined) => {
        const after = last && { value: last.id, id: last.id };
        return database.read(caller, (view) =>
          listGroups(view, {}, { sort: 'id', limit: size, after }),
        );
      };
      const text = (group: Group) => JSON.stringify(presentGroup(group, storeNumber, languages));
      return sendArray(reply, method, () => jsonArray({ load, text, size }));
    },

    create: async ({ emporix: { caller, storeNumber }, headers, body }, reply) => {
      const command = parseNewGroup(body, contentLanguage(headers['content-language']));
      const group = await database.write(caller, (unit) => createGroup(unit, command));
      return sendJson(reply.code(201), { id: presentGroupId(group, storeNumber) });
    },

    get: async ({ emporix: { caller, storeNumber }, headers, params }, reply) => {
      const { groupId } = params as OfGroup;
      const group = await database.read(caller, (view) => existing(view, groupId, storeNumber));
      const languages = acceptedLanguages(headers['accept-language']);
      return sendJson(reply, presentGroup(group, storeNumber, languages));
    },

    update: async ({ emporix: { caller, storeNumber }, headers, params, body }, reply) => {
      const { groupId } = params as OfGroup;
      const said = parseGroupChange(body, contentLanguage(headers['content-language']));
      await database.write(caller, async (unit) => {
        const group = await existing(unit, groupId, storeNumber);
        await requireSame(unit, group, said.id, storeNumber);
        await updateGroup(unit, group.id, said.change);
      });
      return reply.send();
    },

    delete: async ({ emporix: { caller, storeNumber }, params }, reply) => {
      const { groupId } = params as OfGroup;
      await database.write(caller, async (unit) => {
        const group = await existing(unit, groupId, storeNumber);
        await deleteGroup(unit, group.id);
      });
      return reply.code(204).send();
    },
  } satisfies Record<string, RouteHandlerMethod>;
}

/** @throws EmporixError for an id that names no group */
async function existing(view: View, id: string, storeNumber: number): Promise<Group> {
  const group = await groupOf(view, id, storeNumber);
  if (!group) throw groupUnknown(id);
  return group;
}

/** A body may name its group, by either id, and no other one: ids do not change. */
async function requireSame(
  unit: Unit,
  group: Group,
  id: string | undefined,
  storeNumber: number,
): Promise<void> {
  if (id === undefined || (await groupOf(unit, id, storeNumber))?.id === group.id) return;
  throw conflicting('The body names another group than the path.');
}

const sendJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.header('content-type', JSON_TYPE).send(JSON.stringify(value));

/** Nothing is read for a HEAD: the array would be thrown away, and its length is not known. */
const sendArray = (reply: FastifyReply, method: string, array: () => Readable): FastifyReply =>
  reply.header('content-type', JSON_TYPE).send(method === 'HEAD' ? Readable.from([]) : array());
