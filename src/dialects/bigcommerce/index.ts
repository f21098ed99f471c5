import type { Dialect } from '../dialect.js';
import { channel } from './channel.js';

/** The address of a store is known; the API itself is still to come. */
export const bigcommerce: Dialect = {
  name: 'bigcommerce',
  title: 'BigCommerce V2',
  owns: (path) => path.startsWith('/api/v2'),
  channel,
};
