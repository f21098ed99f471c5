import type { Dialect } from '../dialect.js';
import { channel } from './channel.js';

/** The address of a store is known; the API itself is still to come. */
export const emporix: Dialect = {
  name: 'emporix',
  title: 'Emporix',
  owns: (path) => path.startsWith('/shipping'),
  channel,
};
