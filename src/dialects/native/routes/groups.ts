import { Type } from 'typebox';
import type { Group as CoreGroup, GroupSort } from '../../../core/group.js';
import {
  createGroup,
  deleteGroup,
  getGroup,
  groupTag,
  listGroups,
  updateGroup,
} from '../../../core/group-service.js';
import { probeGroup } from '../../../core/impact.js';
import { parseInstant } from '../../../core/instant.js';
import { isStorable, nameKey } from '../../../core/text.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { parseGroupPatch, parseGroupQuery, parseNewGroup } from '../parse.js';
import { presentGroup } from '../present.js';
import { GroupId, PageOf } from '../schemas/common.js';
import { Group, GroupPatch, GroupQuery, NewGroup } from '../schemas/groups.js';

const tag = 'groups';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), group: GroupId('The group.') });

export function groupRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'POST',
    '/stores/:store/groups',
    {
      summary: 'Create a group',
      tag,
      params: inStore,
      body: NewGroup,
      impact: () => probeGroup(),
      answers: { 201: Group },
    },
    async (unit, { body, params, storeNumber }) => {
      const group = await createGroup(unit, parseNewGroup(body));
      return {
        status: 201,
        body: presentGroup(group, storeNumber),
        tag: groupTag(group),
        location: `/v1/stores/${params.store}/groups/${group.id}`,
      };
    },
  );

  endpoints.read(
    '/stores/:store/groups',
    {
      summary: 'List groups',
      tag,
      params: inStore,
      query: GroupQuery,
      answers: { 200: PageOf(Group, 'Groups in the order asked for.') },
    },
    async (view, { query, storeNumber }) => {
      const { filter, sort, descending } = parseGroupQuery(query);
      const order = query.sort ?? 'id';
      const { limit } = pageById({ limit: query.limit });
      const after = decodeCursor(query.cursor, (parts) => positionOf(parts, order, sort));
      const groups = await listGroups(view, filter, { sort, descending, limit, after });
      const present = (group: CoreGroup) => presentGroup(group, storeNumber);
      return {
        status: 200,
        body: pageOf(groups, query, present, (group) => [order, sortValue(group, sort), group.id]),
      };
    },
  );

  endpoints.read(
    '/stores/:store/groups/:group',
    { summary: 'Get a group', tag, params: one, answers: { 200: Group } },
    async (view, { params, storeNumber }) => {
      const group = await getGroup(view, params.group);
      return { status: 200, body: presentGroup(group, storeNumber), tag: groupTag(group) };
    },
  );

  endpoints.write(
    'PATCH',
    '/stores/:store/groups/:group',
    {
      summary: 'Change a group',
      tag,
      params: one,
      body: GroupPatch,
      impact: ({ params }) => probeGroup(params.group),
      answers: { 200: Group },
    },
    async (unit, { params, body, precondition, storeNumber }) => {
      const group = await updateGroup(unit, params.group, parseGroupPatch(body), precondition);
      return { status: 200, body: presentGroup(group, storeNumber), tag: groupTag(group) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/groups/:group',
    {
      summary: 'Delete a group; its customers stay, its children move up',
      tag,
      params: one,
      impact: ({ params }) => probeGroup(params.group),
      answers: { 204: null },
    },
    async (unit, { params, precondition }) => {
      await deleteGroup(unit, params.group, precondition);
      return { status: 204 };
    },
  );
}

const sortValue = (group: CoreGroup, sort: GroupSort): string | number =>
  sort === 'name' ? nameKey(group.name) : group[sort];

/** A cursor holds the order that it belongs to, the value of the last entry in it, and its id. */
function positionOf(parts: readonly unknown[], order: string, sort: GroupSort) {
  const [of, given, id, ...rest] = parts;
  const value = positionValue(sort, given);
  const fits = of === order && Number.isSafeInteger(id) && rest.length === 0;
  return fits && value !== undefined ? { value, id: id as number } : undefined;
}

/** Undefined when nothing can be sorted after it. */
function positionValue(sort: GroupSort, given: unknown): string | number | undefined {
  if (sort === 'id') return Number.isSafeInteger(given) ? (given as number) : undefined;
  if (typeof given !== 'string') return undefined;
  return sort === 'name' ? (isStorable(given) ? given : undefined) : parseInstant(given);
}
