/** Every operation that the log of changes can have, by what it is about; the API takes no other. */
export const EVENTS = {
  group: ['created', 'updated', 'deleted'],
  members: ['added', 'removed'],
  member: ['updated'],
  customer: ['created', 'updated', 'deleted', 'erased'],
  'price-list': ['created', 'updated', 'deleted'],
  prices: ['removed'],
  price: ['created', 'updated', 'deleted'],
  product: ['created', 'updated', 'deleted'],
  category: ['created', 'updated', 'deleted'],
  key: ['created', 'revoked'],
  user: ['created', 'updated', 'deleted'],
  webhook: ['created', 'updated', 'rotated', 'disabled', 'deleted'],
  store: ['created', 'updated'],
} as const;

export const ENTITIES = Object.keys(EVENTS) as (keyof typeof EVENTS)[];

/** Such as `group.updated`. */
export const OPERATIONS: readonly string[] = Object.entries(EVENTS).flatMap(([entity, verbs]) =>
  verbs.map((verb) => `${entity}.${verb}`),
);
