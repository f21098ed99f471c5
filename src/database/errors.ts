import { CoreError, outOfSpace, unavailable } from '../core/errors.js';

/** What a statement's caller makes of a violated constraint, whose meaning only it knows. */
export interface OnViolation {
  unique?: () => CoreError;
}

/** What both engines' errors come down to. */
export type Failure =
  | 'unique'
  /** Another instance was in the way: the whole unit can be run again. */
  | 'retry'
  /** No connection, no time: it may work later. */
  | 'unavailable'
  /** The disk is full, or a file may not grow any more: somebody has to make room. */
  | 'full'
  | 'unknown';

const SQLSTATE_RETRY = new Set(['40001', '40P01']);
const SQLSTATE_FULL = '53100';
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
  if (code === SQLSTATE_FULL) return 'full';
  if (SQLSTATE_UNAVAILABLE.test(code) || NETWORK.has(code)) return 'unavailable';
  // The driver's own errors have no code: a pool without a free connection, a cut connection.
  return /timeout exceeded|Query read timeout|Connection terminated|Client has encountered|not queryable/.test(
    String(error),
  )
    ? 'unavailable'
    : 'unknown';
}

/** A quota, and a limit of a file's size, are errors of writing to SQLite. */
const SQLITE_FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE']);
const SQLITE_UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|IOERR|READONLY|CANTOPEN)/;

export function sqliteFailure(error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return 'unique';
  }
  if (SQLITE_FULL.has(code)) return 'full';
  return SQLITE_UNAVAILABLE.test(code) ? 'unavailable' : 'unknown';
}

/** What the core hears of an engine's error. @param unavailableBecause in a sentence */
export function translated(error: unknown, failure: Failure, unavailableBecause: string): unknown {
  if (error instanceof CoreError) return error;
  if (failure === 'full') return outOfSpace(error);
  return failure === 'unavailable' ? unavailable(unavailableBecause, error) : error;
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
