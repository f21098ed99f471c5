import { Type } from 'typebox';
import { MAX_EMAIL, MAX_NAME } from '../../../core/limits.js';
import { Closed, Created, GroupId, Id, Nullable, pageFields, Updated, Version } from './common.js';

const name = Nullable(Type.String({ maxLength: MAX_NAME }));
const email = Nullable(Type.String({ maxLength: MAX_EMAIL }));
const groupIds = Type.Array(GroupId('A group.'), {
  maxItems: 1_000,
  description: 'The groups whose membership window holds now.',
});

const fields = {
  name: Type.Optional(name),
  email: Type.Optional(email),
  groupIds: Type.Optional(groupIds),
};

export const NewCustomer = Closed({
  id: Type.Optional(Id('Yours; generated when left out.')),
  ...fields,
});
export const CustomerFields = Closed(fields);
export const CustomerPatch = Closed(fields);

export const Customer = Type.Object({
  id: Type.String(),
  name,
  email,
  groupIds,
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});

export const CustomerGroups = Closed({ groupIds });

export const CustomerQuery = Closed({
  search: Type.Optional(
    Type.String({ maxLength: MAX_EMAIL, description: 'Part of id, name or e-mail, any case.' }),
  ),
  email: Type.Optional(
    Type.String({ maxLength: MAX_EMAIL, description: 'The whole address, any case.' }),
  ),
  groupId: Type.Optional(GroupId('Members of this group, whatever their window.')),
  withoutGroup: Type.Optional(
    Type.Boolean({ description: 'Customers in no group at all, or those in one.' }),
  ),
  ...pageFields,
});

export const CustomerDeletion = Closed({
  erase: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Leaves no name and no e-mail address, for good: they are blanked in the change log and in ' +
        'answers that are kept for an `Idempotency-Key`. Also takes a customer deleted before.',
    }),
  ),
});
