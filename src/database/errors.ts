import type { CoreError } from '../core/errors.js';

/** What a statement's caller makes of a violated constraint, whose meaning only it knows. */
export interface OnViolation {
  unique?: () => CoreError;
}

/** What both engines' errors come down to. */
export type Failure =
  | 'unique'
  /** Another instance was in the way: the whole unit can be run again. */
  | 'retry'
  /** No connection, no space, no time: it may work later. */
  | 'unavailable'
  | 'unknown';

const SQLSTATE_RETRY = new Set(['40001', '40P01']);
/** Connection exceptions, resources, operator intervention, system errors, a lock not had in time. */
const SQLSTATE_UNAVAILABLE = /^(08|53|57|58|55P03)/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'ENOENT',
]);

export function postgresFailure(error: unknown): Failure {
  const code = codeOf(error);
  if (code === '23505') return 'unique';
  if (SQLSTATE_RETRY.has(code)) return 'retry';
  if (SQLSTATE_UNAVAILABLE.test(code) || NETWORK.has(code)) return 'unavailable';
  // The driver's own errors have no code: a pool without a free connection, a cut connection.
  return /timeout exceeded|Query read timeout|Connection terminated|Client has encountered|not queryable/.test(
    String(error),
  )
    ? 'unavailable'
    : 'unknown';
}

const SQLITE_UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/;

export function sqliteFailure(error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return 'unique';
  }
  return SQLITE_UNAVAILABLE.test(code) ? 'unavailable' : 'unknown';
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
