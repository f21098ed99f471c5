import type { Call } from '../../helpers/shop.js';

/** An operation on the shop, and later ones that stand in the way of taking it back. */
export interface Case {
  title: string;
  /** Before it. */
  given?: readonly Call[];
  operation: Call;
  later: Readonly<Record<string, { calls: readonly Call[]; listed: readonly string[] }>>;
}

const FAR = '2091-01-01T00:00:00.000Z';
const add = (group: number, ...ids: string[]): Call => [
  'POST',
  `/groups/${group}/members`,
  { add: ids },
];
const remove = (group: number, ...ids: string[]): Call => [
  'POST',
  `/groups/${group}/members`,
  { remove: ids },
];

/** Of groups, members and customers. */
export const GROUP_CASES: readonly Case[] = [
  {
    title: 'a group that was made',
    operation: ['POST', '/groups', { name: 'New', isDefault: true, parentId: 3 }],
    later: {
      'has another name': {
        calls: [['PATCH', '/groups/4', { name: 'Newer' }]],
        listed: ['group.updated'],
      },
      'has a member': { calls: [add(4, 'c1', 'c3')], listed: ['members.added'] },
      'has a child': {
        calls: [
          ['PATCH', '/groups/3', { parentId: null }],
          ['POST', '/groups', { name: 'Child', parentId: 4 }],
        ],
        listed: ['group.created'],
      },
      'is no default any more': {
        calls: [['PATCH', '/groups/1', { isDefault: true }]],
        listed: ['group.updated', 'group.updated'],
      },
    },
  },
  {
    title: 'a group that was changed',
    operation: [
      'PATCH',
      '/groups/2',
      {
        name: 'Changed',
        descriptions: null,
        parentId: null,
        isDefault: false,
        categoryAccess: null,
        discountRules: [],
        defaultPriceListId: null,
        externalReferenceId: null,
      },
    ],
    later: {
      'has yet another name': {
        calls: [
          ['PATCH', '/groups/2', { description: 'Other' }],
          ['PATCH', '/groups/2', { name: 'Other' }],
        ],
        listed: ['group.updated'],
      },
      'is gone': { calls: [['DELETE', '/groups/2']], listed: ['group.deleted'] },
      'was the default one, and another is': {
        calls: [['PATCH', '/groups/3', { isDefault: true }]],
        listed: ['group.updated'],
      },
      'had an external id that another has': {
        calls: [['POST', '/groups', { name: 'X', externalReferenceId: 'trade' }]],
        listed: ['group.created'],
      },
      'had a parent that is gone': {
        calls: [['DELETE', '/groups/1']],
        listed: ['group.deleted'],
      },
      'had a list that is gone': {
        calls: [['DELETE', '/price-lists/p1']],
        listed: ['price-list.deleted'],
      },
      'had a parent that is below it by now': {
        calls: [['PATCH', '/groups/1', { parentId: 3 }]],
        listed: ['group.updated'],
      },
      'would be on a fifth level': {
        calls: [
          ['POST', '/groups', { name: 'Top' }],
          ['POST', '/groups', { name: 'Below', parentId: 4 }],
          ['PATCH', '/groups/1', { parentId: 5 }],
        ],
        listed: ['group.updated', 'group.created', 'group.created'],
      },
    },
  },
  {
    title: 'a group that was deleted',
    operation: ['DELETE', '/groups/2'],
    later: {
      'had a child that moved': {
        calls: [['PATCH', '/groups/3', { parentId: null }]],
        listed: ['group.updated'],
      },
      'had a parent that is gone': {
        calls: [['DELETE', '/groups/1']],
        listed: ['group.deleted', 'group.updated'],
      },
      'was the default one, and another is': {
        calls: [['POST', '/groups', { name: 'X', isDefault: true }]],
        listed: ['group.created'],
      },
      'had an external id that another has': {
        calls: [['PATCH', '/groups/3', { externalReferenceId: 'trade' }]],
        listed: ['group.updated'],
      },
      'had a list that is gone': {
        calls: [['DELETE', '/price-lists/p1']],
        listed: ['price-list.deleted'],
      },
    },
  },
  {
    title: 'the guest flag that moved',
    operation: ['PATCH', '/groups/2', { isGuest: true, isDefault: false }],
    later: {
      'moved on': {
        calls: [['PATCH', '/groups/1', { isGuest: true }]],
        listed: ['group.updated'],
      },
    },
  },
  {
    title: 'members who were added and removed',
    operation: ['POST', '/groups/2/members', { add: ['c3', 'c/4'], remove: ['c1', 'c2'] }],
    later: {
      'one of whom has a window': {
        calls: [['PUT', '/groups/2/members/c3', { endsAt: FAR }]],
        listed: ['member.updated'],
      },
      'one of whom came back': { calls: [add(2, 'c2')], listed: ['members.added'] },
      'one of whom left and came again': {
        calls: [remove(2, 'c3'), remove(3, 'c2'), add(2, 'c3')],
        listed: ['members.added', 'members.removed'],
      },
      'whose group is gone': { calls: [['DELETE', '/groups/2']], listed: ['group.deleted'] },
    },
  },
  {
    title: 'a member who was added with a window',
    operation: [
      'PUT',
      '/groups/1/members/c%2F4',
      { startsAt: '2026-03-01T00:00:00.000Z', endsAt: FAR },
    ],
    later: {
      'has another window': {
        calls: [['PUT', '/groups/1/members/c%2F4', { endsAt: null }]],
        listed: ['member.updated'],
      },
    },
  },
  {
    title: 'a window that was changed',
    operation: ['PUT', '/groups/2/members/c1', { endsAt: FAR }],
    later: {
      'has changed again': {
        calls: [['PUT', '/groups/2/members/c1', { endsAt: null }]],
        listed: ['member.updated'],
      },
      'is of nobody any more': { calls: [remove(2, 'c1')], listed: ['members.removed'] },
      'would end before it begins': {
        calls: [['PUT', '/groups/2/members/c1', { startsAt: '2090-06-01T00:00:00.000Z' }]],
        listed: ['member.updated'],
      },
    },
  },
  {
    title: 'a customer who was made',
    operation: ['POST', '/customers', { id: 'c9', name: 'New', groupIds: [1, 3] }],
    later: {
      'has another name': {
        calls: [['PATCH', '/customers/c9', { name: 'Newer' }]],
        listed: ['customer.updated'],
      },
      'is in another group': { calls: [add(2, 'c9')], listed: ['members.added'] },
      'was made anew': {
        calls: [
          ['DELETE', '/customers/c9'],
          ['PUT', '/customers/c9', { name: 'New', groupIds: [1, 3] }],
        ],
        listed: [
          ...['members.added', 'members.added', 'customer.created'],
          ...['customer.deleted', 'members.removed', 'members.removed'],
        ],
      },
    },
  },
  {
    title: 'a customer who was changed',
    operation: ['PATCH', '/customers/c1', { name: 'Anna', email: null, groupIds: [1] }],
    later: {
      'has changed again': {
        calls: [['PATCH', '/customers/c1', { name: 'Annabel' }]],
        listed: ['customer.updated'],
      },
    },
  },
  {
    title: 'a customer who was deleted',
    operation: ['DELETE', '/customers/c2'],
    later: {
      'was made anew': {
        calls: [['POST', '/customers', { id: 'c2', groupIds: [] }]],
        listed: ['customer.created'],
      },
      'was in a group that is gone': {
        calls: [['DELETE', '/groups/3']],
        listed: ['group.deleted'],
      },
    },
  },
];
