import Papa from 'papaparse';
import { MAX_ID, MAX_QUANTITY } from '../../../../src/core/limits.js';
import { isSameAmount, readAmount } from '../../amounts';
import { type PriceEntry, placeOf } from '../../api/prices';
import { t } from '../../texts';
import { faultInWords } from './drafts';

/** In and out alike. */
export const COLUMNS = ['productId', 'minQuantity', 'amount'] as const;

export type Kind = 'new' | 'changed' | 'same' | 'faulty';
export const KINDS = ['new', 'changed', 'same', 'faulty'] as const satisfies readonly Kind[];

/** A line of the file that has a price, or should have one. */
export interface Line {
  /** Counted from 1, with the names of the columns. */
  line: number;
  productId: string;
  minQuantity: number;
  /** As it is written in the file where it is none. */
  amount: string;
  kind: Kind;
  /** What the list has now. */
  before?: string | undefined;
  fault?: string | undefined;
}

/** The file is none of prices; in words. */
export class UnusableFile extends Error {}

const CHUNK_BYTES = 256 * 1024;

interface ReadOptions {
  currency: string;
  signal: AbortSignal;
  onProgress: (lines: number) => void;
}

/** Reads a file, or what was pasted, without holding up the page. @throws UnusableFile */
export async function readLines(
  source: File | string,
  { currency, signal, onProgress }: ReadOptions,
): Promise<Line[]> {
  const reader = new LineReader(currency);
  const blob = typeof source === 'string' ? new File([source], '') : source;
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(blob, {
      chunkSize: CHUNK_BYTES,
      chunk: ({ data }, parser) => {
        try {
          signal.throwIfAborted();
          for (const cells of data) reader.take(cells);
          onProgress(reader.lines.length);
        } catch (error) {
          // First: stopping completes at once.
          reject(error);
          parser.abort();
        }
      },
      complete: () => resolve(),
      error: () => reject(new UnusableFile(t.priceCsv.unreadable)),
    });
  });
  if (reader.lines.length === 0) throw new UnusableFile(t.priceCsv.noLines);
  return reader.lines;
}

const bareName = (text: string): string =>
  text
    .replace(/^\ufeff/, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase();

interface Cells {
  productId: string;
  quantity: string;
  text: string;
  /** Whether there is more than the first line has names for. */
  isTooLong: boolean;
}

class LineReader {
  readonly lines: Line[] = [];
  readonly #currency: string;
  readonly #places = new Map<string, number>();
  #columns: Record<(typeof COLUMNS)[number], number> | undefined;
  #width = 0;
  #count = 0;

  constructor(currency: string) {
    this.#currency = currency;
  }

  take(cells: readonly string[]): void {
    this.#count++;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (!this.#columns) {
      const names = cells.map(bareName);
      const [productId = -1, minQuantity = -1, amount = -1] = COLUMNS.map((name) =>
        names.indexOf(name.toLowerCase()),
      );
      if (productId < 0 || amount < 0) throw new UnusableFile(t.priceCsv.noColumns);
      this.#columns = { productId, minQuantity, amount };
      this.#width = cells.length;
      return;
    }
    const { productId, minQuantity, amount } = this.#columns;
    this.#add({
      productId: (cells[productId] ?? '').trim(),
      quantity: (minQuantity < 0 ? '' : (cells[minQuantity] ?? '')).trim(),
      text: (cells[amount] ?? '').trim(),
      // Such as an amount with a decimal comma, which is two cells.
      isTooLong: cells.slice(this.#width).some((cell) => cell.trim() !== ''),
    });
  }

  #add({ productId, quantity, text, isTooLong }: Cells): void {
    const line = this.#count;
    const minQuantity = quantity === '' ? 1 : /^\d{1,9}$/.test(quantity) ? Number(quantity) : 0;
    const { amount, fault } = readAmount(text, this.#currency);
    const place = placeOf({ productId, minQuantity });
    const first = this.#places.get(place);
    const found =
      (isTooLong && t.priceCsv.faultCells(this.#width)) ||
      (productId === '' && t.priceCsv.faultProduct) ||
      ([...productId].length > MAX_ID && t.priceCsv.faultLong(MAX_ID)) ||
      ((minQuantity < 1 || minQuantity > MAX_QUANTITY) && t.priceCsv.faultQuantity(MAX_QUANTITY)) ||
      (fault && faultInWords(fault)) ||
      (first !== undefined && t.priceCsv.faultTwice(first)) ||
      undefined;
    if (!found) this.#places.set(place, line);
    this.lines.push({
      line,
      productId,
      minQuantity,
      amount: amount ?? text,
      kind: found ? 'faulty' : 'new',
      fault: found,
    });
  }
}

/** What each line changes of the prices that the list has, by their places. */
export const compared = (lines: readonly Line[], present: ReadonlyMap<string, string>): Line[] =>
  lines.map((line) => {
    if (line.kind === 'faulty') return line;
    const before = present.get(placeOf(line));
    if (before === undefined) return { ...line, kind: 'new' };
    return { ...line, before, kind: isSameAmount(before, line.amount) ? 'same' : 'changed' };
  });

export const toImport = (lines: readonly Line[]): Line[] =>
  lines.filter(({ kind }) => kind === 'new' || kind === 'changed');

export const entryOf = ({ productId, minQuantity, amount }: Line): PriceEntry => ({
  productId,
  minQuantity,
  amount,
});
