import { Type } from 'typebox';
import { invalid } from '../../../core/errors.js';
import { probeMember, probeMembers } from '../../../core/impact.js';
import { MAX_MEMBERS_PER_CALL } from '../../../core/limits.js';
import { checkMembers, getMember, listMemberships } from '../../../core/member-lookup.js';
import {
  changeMembers,
  listMembers,
  memberTag,
  putMember,
  removeMember,
} from '../../../core/member-service.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { instantOf } from '../parse.js';
import { presentListedMember, presentMember } from '../present.js';
import { GroupId, Id, PageOf, PageQuery } from '../schemas/common.js';
import {
  ListedMember,
  Member,
  MemberChanges,
  MemberCheck,
  MemberCounts,
  MemberQuery,
  MemberWindow,
  NamedCustomers,
} from '../schemas/members.js';

const tag = 'members';
const ofGroup = Type.Object({ store: Type.String(), group: GroupId('The group.') });
const one = Type.Object({
  store: Type.String(),
  group: GroupId('The group.'),
  customer: Id('The customer.'),
});

const ofCustomer = Type.Object({ store: Type.String(), customer: Id('The customer.') });

/** @throws invalid for more than a call takes, in all its lists */
function requireFew(count: number, what: string): void {
  if (count <= MAX_MEMBERS_PER_CALL) return;
  const message = `must have at most ${MAX_MEMBERS_PER_CALL} ${what} together`;
  throw invalid([{ path: [], message }], 'member');
}

export function memberRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/groups/:group/members',
    {
      summary: 'List the members of a group',
      tag,
      params: ofGroup,
      query: MemberQuery,
      answers: {
        200: PageOf(ListedMember, 'Every present membership with its window, by customer.'),
      },
    },
    async (view, { params, query }) => {
      const { search, expand } = query;
      const listing = { search, withCustomer: expand === 'customer' };
      const members = await listMembers(view, params.group, pageById(query), listing);
      return {
        status: 200,
        body: pageOf(members, query, presentListedMember, ({ customerId }) => [customerId]),
      };
    },
  );

  endpoints.read(
    '/stores/:store/groups/:group/members/:customer',
    { summary: 'Get a member of a group', tag, params: one, answers: { 200: Member } },
    async (view, { params }) => {
      const member = await getMember(view, params.group, params.customer);
      return { status: 200, body: presentMember(member), tag: memberTag(member) };
    },
  );

  // Not below the members: there it would be a customer's id.
  endpoints.ask(
    '/stores/:store/groups/:group/check-members',
    {
      summary: 'Tell who of many is a member, who is not, and whom nobody knows',
      tag,
      params: ofGroup,
      body: NamedCustomers,
      answers: { 200: MemberCheck },
    },
    async (view, { params, body: { customerIds = [], emails = [] } }) => {
      requireFew(customerIds.length + emails.length, 'names');
      const check = await checkMembers(view, params.group, { customerIds, emails });
      return { status: 200, body: check };
    },
  );

  endpoints.read(
    '/stores/:store/customers/:customer/memberships',
    {
      summary: 'List the memberships of a customer',
      tag,
      params: ofCustomer,
      query: PageQuery,
      answers: { 200: PageOf(Member, 'Every present membership with its window, by group.') },
    },
    async (view, { params, query }) => {
      const after = decodeCursor(query.cursor, ([id, ...rest]) =>
        Number.isSafeInteger(id) && Number(id) > 0 && rest.length === 0 ? Number(id) : undefined,
      );
      const { limit } = pageById({ limit: query.limit });
      const members = await listMemberships(view, params.customer, { limit, after });
      return {
        status: 200,
        body: pageOf(members, query, presentMember, ({ groupId }) => [groupId]),
      };
    },
  );

  endpoints.write(
    'POST',
    '/stores/:store/groups/:group/members',
    {
      summary: 'Add and remove many members',
      tag,
      params: ofGroup,
      body: MemberChanges,
      impact: () => probeMembers(),
      answers: { 200: MemberCounts },
    },
    async (unit, { params, body: { add = [], remove = [] } }) => {
      requireFew(add.length + remove.length, 'ids');
      return { status: 200, body: await changeMembers(unit, params.group, { add, remove }) };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/groups/:group/members/:customer',
    {
      summary: 'Make a customer a member, with a window if you like',
      tag,
      params: one,
      body: MemberWindow,
      customerId: ({ params }) => params.customer,
      impact: ({ params }) => probeMember(params.group, params.customer),
      answers: { 200: Member, 201: Member },
    },
    async (unit, { params, body, precondition }) => {
      const { member, created } = await putMember(
        unit,
        params.group,
        params.customer,
        { startsAt: instantOf(body?.startsAt), endsAt: instantOf(body?.endsAt) },
        precondition,
      );
      return { status: created ? 201 : 200, body: presentMember(member), tag: memberTag(member) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/groups/:group/members/:customer',
    {
      summary: 'Remove a member',
      tag,
      params: one,
      customerId: ({ params }) => params.customer,
      impact: ({ params }) => probeMember(params.group, params.customer),
      answers: { 204: null },
    },
    async (unit, { params, precondition }) => {
      await removeMember(unit, params.group, params.customer, precondition);
      return { status: 204 };
    },
  );
}
