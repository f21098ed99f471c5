export interface Column {
  title: string;
  /** For numbers. */
  right?: boolean;
}

/** Prints data: as JSON with `--json`, otherwise as a table of the given columns. */
export function printRows(
  rows: readonly Record<string, unknown>[],
  columns: readonly string[],
  json: boolean | undefined,
): void {
  if (json) {
    print(JSON.stringify(rows, null, 2));
    return;
  }
  printTable(
    columns.map((title) => ({ title })),
    rows.map((row) => columns.map((column) => cell(row[column]))),
  );
}

export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const lines = [columns.map(({ title }) => title.toUpperCase()), ...rows].map((line) =>
    line.map((text) => visible(text)),
  );
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((line) => line[index]?.length ?? 0)),
  );
  for (const line of lines) {
    const padded = line.map((text, index) =>
      columns[index]?.right ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
    );
    print(padded.join('  ').trimEnd());
  }
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Names are anybody's: no control character of theirs reaches the terminal. */
export const visible = (text: string): string => text.replace(/\p{Cc}/gu, '�');

/** As one word of a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
