/** How an engine spells the types of columns. */
export interface ColumnTypes {
  integer: string;
  text: string;
  flag: string;
  /** The literal of a set flag. */
  true: string;
  json: string;
  time: string;
  /** What follows the closing bracket of a table. */
  table: string;
}

/** Forward only, numbered without gaps, each in a transaction of its own. */
export interface Migration {
  number: number;
  name: string;
  statements(types: ColumnTypes): readonly string[];
}
