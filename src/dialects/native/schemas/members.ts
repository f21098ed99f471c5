import { Type } from 'typebox';
import { MAX_MEMBERS_PER_CALL } from '../../../core/limits.js';
import { Closed, Created, GroupId, Id, Nullable, Time } from './common.js';

const startsAt = Time('From when on the membership counts.');
const endsAt = Nullable(Time('Until when it counts, exclusive; null: for good.'));

export const Member = Type.Object({
  customerId: Type.String(),
  groupId: GroupId('The group.'),
  relationId: Type.String({ description: 'Stays the same when the window changes.' }),
  startsAt,
  endsAt,
  createdAt: Created,
});

export const MemberWindow = Nullable(
  Closed({ startsAt: Type.Optional(startsAt), endsAt: Type.Optional(endsAt) }),
);

const customers = (description: string) =>
  Type.Optional(Type.Array(Id('A customer.'), { maxItems: MAX_MEMBERS_PER_CALL, description }));

export const MemberChanges = Closed(
  { add: customers('Customers to add.'), remove: customers('Customers to remove.') },
  { description: `All or nothing; up to ${MAX_MEMBERS_PER_CALL} ids together.` },
);

export const MemberCounts = Type.Object({
  added: Type.Integer(),
  removed: Type.Integer(),
  unchanged: Type.Integer(),
});
