import { Type } from 'typebox';
import { VIAS } from '../../../core/actor.js';
import { CHANGE_ENTITIES } from '../../../core/change.js';
import { MAX_SKIPPED_NAMED } from '../../../core/limits.js';
import { Closed, GroupId, Id, Nullable, OneOf, pageFields, Time } from './common.js';

/** Longer than any id that the log has, with all its parts. */
const MAX_TEXT = 255;

const State = (description: string) =>
  Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], { description });

export const Seq = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

export const Change = Type.Object({
  seq: Type.Integer({
    ...Seq,
    description: 'Counts 1, 2, 3 … within the store, in the order in which changes became visible.',
  }),
  at: Time('When; never earlier than that of the change before.'),
  actor: Type.String({ description: 'Who: `root`, `key:…` or `user:…`.' }),
  via: OneOf(VIAS, { description: 'Through which API, or `cli`; `service`: by itself.' }),
  operation: Type.String({ description: 'What was done, such as `group.updated`.' }),
  entity: OneOf(CHANGE_ENTITIES),
  entityId: Type.String({
    description:
      'Of sets of members the group; of a member `group/customer`; of a price `list/product/quantity`.',
  }),
  before: State('How it was; null for what is new.'),
  after: State('How it is; null for what is gone.'),
  operationId: Type.String({ description: 'The same for all changes of one write.' }),
  requestId: Nullable(
    Type.String({ description: 'The `X-Request-Id` of the write; null for a command.' }),
  ),
  undoes: Nullable(
    Type.String({ description: 'The operation that this one takes back; null for all others.' }),
  ),
});

export const Undone = Type.Object({
  operationId: Type.String({ description: 'Of the undo, which can be taken back in its turn.' }),
  undoes: Type.String({ description: 'The operation that was taken back.' }),
  changes: Type.Integer({ description: 'How many changes the undo has added to the log.' }),
  skippedCustomers: Type.Array(Type.String(), {
    maxItems: MAX_SKIPPED_NAMED,
    description: 'Customers who were deleted since, so that nothing of theirs came back.',
  }),
  skipped: Type.Integer({ description: 'Their number, also of those who are not listed.' }),
});

export const ChangeQuery = Closed({
  entity: Type.Optional(OneOf(CHANGE_ENTITIES)),
  entityId: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_TEXT })),
  operation: Type.Optional(
    Type.String({ minLength: 1, maxLength: MAX_TEXT, description: 'Such as `group.updated`.' }),
  ),
  operationId: Type.Optional(
    Type.String({ minLength: 1, maxLength: MAX_TEXT, description: 'All changes of one write.' }),
  ),
  actor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_TEXT,
      description: '`root`, or `key:` or `user:` with an id.',
    }),
  ),
  via: Type.Optional(OneOf(VIAS)),
  from: Type.Optional(Time('At this time or later.')),
  to: Type.Optional(Time('Before this time.')),
  customerId: Type.Optional(
    Id('Changes of this customer and of its memberships, sets of members with it included.'),
  ),
  groupId: Type.Optional(GroupId('Changes of this group and of its members.')),
  afterSeq: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description:
        'After this change. To follow the log, sort by `seq` and pass the last one that you have ' +
        'seen: no change appears before it later on.',
    }),
  ),
  sort: Type.Optional(
    OneOf(['-seq', 'seq'], { default: '-seq', description: 'The newest first, or the oldest.' }),
  ),
  ...pageFields,
});
