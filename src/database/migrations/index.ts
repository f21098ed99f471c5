import type { Migration } from '../migration.js';
import { initial } from './0001-initial.js';
import { prices } from './0002-prices.js';
import { webhooks } from './0003-webhooks.js';

/** In order. A migration that was ever released is never changed. */
export const migrations: readonly Migration[] = [initial, prices, webhooks];
