import { type RawBuilder, sql } from 'kysely';
import { type Builder, type Statement, statement } from '../statement.js';

export interface OfStore {
  storeId: string;
}

/** How often something is not as it must be, and one place where. */
interface Violations {
  found: number;
  example: string | null;
}

/** What must hold of a store at every moment. */
export interface Invariant {
  topic: string;
  /** What does not hold, after a number: `3 present memberships of no customer`. */
  fault: string;
  /** One statement, so that it sees one moment while the service writes. */
  count: Statement<OfStore, Violations>;
}

/** @param body a query with a row for each violation, whose `example` tells where */
export const invariant = (
  topic: string,
  fault: string,
  body: (builder: Builder, values: OfStore) => RawBuilder<unknown>,
): Invariant => ({
  topic,
  fault,
  count: statement<OfStore>()(
    (builder, p) => sql<Violations>`
      select count(*) as found, min(v.example) as example from (${body(builder, p)}) as v`,
  ),
});

/**
 * Rows of which each holds from `valid_from` to `valid_to`, beside the one before it.
 * @param rows with the columns of `key`, `valid_from` and `valid_to`
 */
export const besideBefore = (
  rows: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(
  select s.*, lag(valid_from) over w as before_from, lag(valid_to) over w as before_to
  from ${rows} as s
  window w as (partition by ${key} order by valid_from)
)`;

/** Half-open intervals; one without an end is the present, which nothing follows. */
export const overlaps = sql`before_from is not null and (before_to is null or before_to > valid_from)`;
