import {
  type Compilable,
  type Kysely,
  type OperationNodeSource,
  type RawBuilder,
  sql,
} from 'kysely';
import type { Schema } from './schema.js';

/** SQL types of the columns of a set that is passed as one parameter. */
export type SetColumn = 'bigint' | 'text' | 'boolean' | 'json' | 'timestamptz';

/** What a statement is built with: the query builder, and what each engine spells in its own way. */
export interface Builder {
  query: Kysely<Schema>;
  /** A table of the rows of an array of objects, passed as one parameter: a set of any size. */
  rows<T>(
    parameter: readonly object[],
    columns: Record<keyof T & string, SetColumn>,
  ): RawBuilder<T>;
  /** The same of ids alone, passed as an array of them: on SQLite at two thirds of the cost. */
  ids<Id extends string | number>(
    parameter: readonly Id[],
    column: Id extends string ? 'text' : 'bigint',
  ): RawBuilder<{ id: Id }>;
  /**
   * Joins the rows of a table for which a condition holds, which its index finds for each row that
   * comes before: neither planner may read all of a store instead, or put the table first. Some
   * have none: a row that finds nothing stays.
   */
  lookUp(
    table: keyof Schema,
    alias: string,
    condition: RawBuilder<unknown>,
    options?: { someHaveNone: boolean },
  ): RawBuilder<unknown>;
  /** Aggregates a column into `{ [member]: [values] }`, in the order of the values. */
  jsonObjectOfIds(member: string, column: string): RawBuilder<unknown>;
  /** Aggregates rows into `{ [member]: [{ [name]: column }] }`, in the order of a column. */
  jsonObjectOfRows(
    member: string,
    columns: Readonly<Record<string, string>>,
    order: string,
  ): RawBuilder<unknown>;
  /** Whether a flag is set, in the words of the indexes of flags. */
  isSet(column: string): RawBuilder<boolean>;
  /** So many milliseconds from now, by the database's own clock; for what instances agree on. */
  fromNow(milliseconds: unknown): RawBuilder<string>;
  /** Ends a query that locks the rows that it reads. */
  forUpdate: RawBuilder<unknown>;
  /**
   * Whether an array of ids that is the member of a JSON column holds an id. Most columns do not
   * even hold its text, which is quicker to see than to parse them.
   */
  holdsId(column: RawBuilder<unknown>, member: string, id: unknown): RawBuilder<boolean>;
  /** A whole number that is the member of a JSON column. */
  integerOf(column: string, member: string): RawBuilder<number>;
  /** A JSON column with the members `keys` set to null, where it is an object. */
  blanked(column: string, keys: readonly string[]): RawBuilder<unknown>;
}

/** The place of a value that each run of a statement brings. */
export class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Compiled<Row> = (Compilable<Row> & OperationNodeSource) | RawBuilder<Row>;

/** Built once per engine and then only run: building costs more than running. */
export class Statement<Values, Row> {
  readonly build: (builder: Builder, values: Values) => Compiled<Row>;

  constructor(build: (builder: Builder, values: Values) => Compiled<Row>) {
    this.build = build;
  }
}

/**
 * Defines a statement: `statement<{ id: string }>()(({ query }, p) => query….where('id', '=', p.id))`.
 * `p` has the types of the values, so that the builder checks them against the columns.
 */
export const statement =
  <Values extends object>() =>
  <Row>(build: (builder: Builder, values: Values) => Compiled<Row>): Statement<Values, Row> =>
    new Statement(build);

/** Statements of which one each is built for every shape of a query, such as its set of filters. */
export function shapes<Shape, Values extends object, Row>(
  build: (builder: Builder, values: Values, shape: Shape) => Compiled<Row>,
): (name: string, shape: Shape) => Statement<Values, Row> {
  const known = new Map<string, Statement<Values, Row>>();
  return (name, shape) => {
    let found = known.get(name);
    if (!found) {
      found = new Statement((builder, values) => build(builder, values, shape));
      known.set(name, found);
    }
    return found;
  };
}

/** `c.parent_id as parentId`, for a statement that is written by hand. */
export function selected(column: string): RawBuilder<unknown> {
  const [name = '', as] = column.split(' as ');
  return as === undefined ? sql.ref(name) : sql`${sql.ref(name)} as ${sql.id(as)}`;
}

/** SQL with the order in which it takes its values: names of parameters, or constants. */
export interface Prepared {
  sql: string;
  values: readonly unknown[];
}

const parameters = new Proxy({}, { get: (_, name) => new Parameter(String(name)) });

export function prepare(builder: Builder, { build }: Statement<never, unknown>): Prepared {
  const built = build(builder, parameters as never);
  const { sql, parameters: values } = builder.query
    .getExecutor()
    .compileQuery(built.toOperationNode() as never, { queryId: '' } as never);
  return { sql, values };
}

/** What an engine can store; objects and arrays go as JSON. */
export function valuesOf(
  prepared: Prepared,
  values: object,
  encode: (value: unknown) => unknown,
): unknown[] {
  const list = new Array(prepared.values.length);
  for (let i = 0; i < list.length; i++) {
    const value = prepared.values[i];
    list[i] = encode(
      value instanceof Parameter ? (values as Record<string, unknown>)[value.name] : value,
    );
  }
  return list;
}
