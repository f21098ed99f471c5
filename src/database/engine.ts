import type { OnViolation } from './errors.js';
import type { ColumnTypes } from './migration.js';
import type { Statement } from './statement.js';

/** Runs a statement and gives its rows. */
export type Run = <Values extends object, Row>(
  statement: Statement<Values, Row>,
  values: Values,
) => Promise<Row[]>;

/** A statement with its values. */
export interface Write {
  statement: Statement<never, unknown>;
  values: object;
}

/** Typed: the values are those of the statement. */
export const write = <Values extends object>(
  statement: Statement<Values, unknown>,
  values: Values,
): Write => ({ statement: statement as Statement<never, unknown>, values });

export interface Transaction {
  run: Run;
  /**
   * Sends a statement whose rows nobody needs, without waiting for it; a failure fails the
   * transaction, at the latest at its commit.
   */
  send<Values extends object>(
    statement: Statement<Values, unknown>,
    values: Values,
    onViolation?: OnViolation,
  ): void;
  /** Sends writes of which none sees or changes what another one writes: they can go as one. */
  sendTogether(writes: readonly Write[]): void;
}

/** A database system. Nothing else opens a connection or a transaction. */
export interface Engine {
  readonly name: 'sqlite' | 'postgresql';
  readonly columnTypes: ColumnTypes;
  /** Outside any transaction: each statement sees the committed state of its moment. */
  readonly read: Run;
  /** Commits when `work` is done, and rolls back when it fails. `work` may be run again. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** For migrations: alone among all instances, in one transaction. */
  exclusively(
    work: (execute: (sql: string) => Promise<void>, run: Run) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}
