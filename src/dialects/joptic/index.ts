import type { Dialect } from '../dialect.js';
import { channel } from './channel.js';

/** The address of a store is known; the API itself is still to come. */
export const joptic: Dialect = {
  name: 'joptic',
  title: 'JOptic',
  owns: (path) => path.startsWith('/customer-group'),
  channel,
};
