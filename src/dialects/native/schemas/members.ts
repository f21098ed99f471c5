import { Type } from 'typebox';
import { MAX_EMAIL, MAX_MEMBERS_PER_CALL } from '../../../core/limits.js';
import { Closed, Created, GroupId, Id, Nullable, OneOf, pageFields, Time } from './common.js';

const startsAt = Time('From when on the membership counts.');
const endsAt = Nullable(Time('Until when it counts, exclusive; null: for good.'));

const fields = {
  customerId: Type.String(),
  groupId: GroupId('The group.'),
  relationId: Type.String({ description: 'Stays the same when the window changes.' }),
  startsAt,
  endsAt,
  createdAt: Created,
};

export const Member = Type.Object(fields);

export const ListedMember = Type.Object({
  ...fields,
  customer: Type.Optional(
    Type.Object(
      { name: Nullable(Type.String()), email: Nullable(Type.String()) },
      { description: 'With `expand=customer` alone.' },
    ),
  ),
});

export const MemberQuery = Closed({
  search: Type.Optional(
    Type.String({
      maxLength: MAX_EMAIL,
      description:
        'Part of the customer’s id, name or e-mail, any case. Needs `customers:read`, too.',
    }),
  ),
  expand: Type.Optional(
    OneOf(['customer'], {
      description: 'With the name and e-mail of each member. Needs `customers:read`, too.',
    }),
  ),
  ...pageFields,
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

export const NamedCustomers = Closed(
  {
    customerIds: customers('Customers by id.'),
    emails: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: MAX_EMAIL }), {
        maxItems: MAX_MEMBERS_PER_CALL,
        description:
          'Customers by e-mail, in any case; an address stands for each customer that has it. ' +
          'Needs `customers:read`, too.',
      }),
    ),
  },
  { description: `Up to ${MAX_MEMBERS_PER_CALL} together; what is named again is looked at once.` },
);

const Named = Type.Object({
  customerId: Type.String(),
  email: Nullable(Type.String({ description: 'As it was given; null for who was named by id.' })),
});

export const MemberCheck = Type.Object(
  {
    absent: Type.Array(Named, { description: 'Who could be added.' }),
    members: Type.Array(Named, { description: 'Who is a member already, whatever the window.' }),
    unknown: Type.Array(Type.String(), { description: 'Ids and e-mails that no customer has.' }),
  },
  { description: 'In the order in which they were named: ids, then e-mails.' },
);
