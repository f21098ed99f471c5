import type { ChangeQuery } from './api/changes';
import type { DeliveryQuery } from './api/webhooks';

/** What becomes of a message of a webhook, as the API has it. */
export const DELIVERY_STATES = [
  'waiting',
  'delivered',
  'failed',
  'dropped',
] as const satisfies readonly DeliveryQuery['state'][];

/** Through what a change was made, as the API has it. */
export const VIAS = [
  'native',
  'bigcommerce',
  'ecwid',
  'emporix',
  'joptic',
  'cli',
  'service',
] as const satisfies readonly ChangeQuery['via'][];
