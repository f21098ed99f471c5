import type { Dialect } from '../dialect.js';
import { channel } from './channel.js';

/** The address of a store is known; the API itself is still to come. */
export const ecwid: Dialect = {
  name: 'ecwid',
  title: 'Ecwid v3',
  owns: (path) => path.startsWith('/api/v3'),
  channel,
};
