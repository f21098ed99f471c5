import Papa from 'papaparse';

interface Pasted {
  row: number;
  column: number;
  text: string;
}

/** The cells of a spreadsheet, as it puts them on the clipboard: tabs and lines, quoted if need be. */
export function cellsOf(text: string): Pasted[] {
  const { data } = Papa.parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: '\t' });
  return data.flatMap((cells, row) => cells.map((text, column) => ({ row, column, text })));
}
