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
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  for (const line of [columns.map((column) => column.toUpperCase()), ...cells]) {
    print(
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
