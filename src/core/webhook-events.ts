import type { Fault } from './errors.js';

/** Every operation that the change log can have. */
export const OPERATIONS = [
  'store.created',
  'store.updated',
  'key.created',
  'key.revoked',
  'user.created',
  'user.updated',
  'user.deleted',
  'group.created',
  'group.updated',
  'group.deleted',
  'members.added',
  'members.removed',
  'member.updated',
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'customer.erased',
  'price-list.created',
  'price-list.updated',
  'price-list.deleted',
  'prices.removed',
  'price.created',
  'price.updated',
  'price.deleted',
  'category.created',
  'category.updated',
  'category.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.rotated',
  'webhook.disabled',
  'webhook.deleted',
] as const;

const allOf = (operation: string): string => operation.replace(/\..*/, '.*');

const KNOWN: ReadonlySet<string> = new Set(OPERATIONS.flatMap((one) => [one, allOf(one)]));

/** Whether somebody who has asked for these events is told of an operation. */
export const wants = (events: readonly string[] | null, operation: string): boolean =>
  events === null || events.includes(operation) || events.includes(allOf(operation));

export const checkEvents = (events: readonly string[] | null): Fault[] =>
  events?.length === 0
    ? [{ path: ['events'], message: 'must not be empty; null stands for all events' }]
    : (events ?? []).flatMap((event, index) =>
        KNOWN.has(event)
          ? []
          : [
              {
                path: ['events', index],
                message: `is no event: there is no "${event}", but for example "group.updated" and "group.*"`,
              },
            ],
      );
