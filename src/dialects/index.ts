import { bigcommerce } from './bigcommerce/index.js';
import type { Dialect } from './dialect.js';
import { ecwid } from './ecwid/index.js';
import { emporix } from './emporix/index.js';
import { joptic } from './joptic/index.js';
import { native } from './native/index.js';

/** Every API that the service speaks, in the order in which a newcomer is told of them. */
export const dialects: readonly Dialect[] = [native, bigcommerce, ecwid, emporix, joptic];
