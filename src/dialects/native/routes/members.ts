import { Type } from 'typebox';
import { invalid } from '../../../core/errors.js';
import { probeMember, probeMembers } from '../../../core/impact.js';
import { MAX_MEMBERS_PER_CALL } from '../../../core/limits.js';
import {
  changeMembers,
  listMembers,
  memberTag,
  putMember,
  removeMember,
} from '../../../core/member-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { instantOf } from '../parse.js';
import { presentMember } from '../present.js';
import { GroupId, Id, PageOf, PageQuery } from '../schemas/common.js';
import { Member, MemberChanges, MemberCounts, MemberWindow } from '../schemas/members.js';

const tag = 'members';
const ofGroup = Type.Object({ store: Type.String(), group: GroupId('The group.') });
const one = Type.Object({
  store: Type.String(),
  group: GroupId('The group.'),
  customer: Id('The customer.'),
});

export function memberRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/groups/:group/members',
    {
      summary: 'List the members of a group',
      tag,
      params: ofGroup,
      query: PageQuery,
      answers: { 200: PageOf(Member, 'Every present membership with its window, by customer.') },
    },
    async (view, { params, query }) => {
      const members = await listMembers(view, params.group, pageById(query));
      return {
        status: 200,
        body: pageOf(members, query, presentMember, ({ customerId }) => [customerId]),
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
      if (add.length + remove.length > MAX_MEMBERS_PER_CALL) {
        const message = `must have at most ${MAX_MEMBERS_PER_CALL} ids together`;
        throw invalid([{ path: [], message }], 'member');
      }
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
