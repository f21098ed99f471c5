import Papa from 'papaparse';
import { MAX_EMAIL, MAX_ID } from '../../../../../../src/core/limits.js';

/** What a column holds; `either` takes what has an @ for an e-mail address. */
export type Meaning = 'ids' | 'emails' | 'either';

export interface Choice {
  hasHeader: boolean;
  column: number;
  meaning: Meaning;
}

/** A list as it was understood at first. */
export interface Reading {
  /** A spreadsheet as it is saved, or a picture, is none. */
  isText: boolean;
  /** Lines, with a header if there is one. */
  lines: number;
  /** The first line, and the one below. */
  first: readonly string[];
  second: readonly string[];
  choice: Choice;
}

/** Whom a list names, each of them once. */
export interface Names {
  customerIds: string[];
  emails: string[];
  /** What can be neither id nor address, so that nobody needs to ask. */
  impossible: string[];
  /** What stands in it more than once. */
  repeated: string[];
}

/** In this order: an id tells more than an address. */
const HEADERS: readonly (readonly [RegExp, Meaning])[] = [
  [/^customerid$/, 'ids'],
  [/^id$/, 'ids'],
  [/^e?mail(address)?$/, 'emails'],
];

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The cells of a CSV text, whatever its separator; a list in one line stands for one in a column. */
export function parseList(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  const [only, ...others] = rows;
  if (!only || others.length > 0 || findHeader(only)) return rows;
  return only.filter((cell) => cell !== '').map((cell) => [cell]);
}

function findHeader(row: readonly string[]): Pick<Choice, 'column' | 'meaning'> | undefined {
  for (const [name, meaning] of HEADERS) {
    const column = row.findIndex((cell) => name.test(plain(cell)));
    if (column >= 0) return { column, meaning };
  }
  return undefined;
}

const NOTHING: Choice = { hasHeader: false, column: 0, meaning: 'either' };

/** Of what nobody can read as a list. */
export const NO_TEXT: Reading = {
  isText: false,
  lines: 0,
  first: [],
  second: [],
  choice: NOTHING,
};

export function understand(rows: readonly string[][]): Reading {
  const [first = [], second = []] = rows;
  const known = findHeader(first);
  const choice: Choice = known ? { hasHeader: true, ...known } : NOTHING;
  return { isText: true, lines: rows.length, first, second, choice };
}

export function namesIn(rows: readonly string[][], { hasHeader, column, meaning }: Choice): Names {
  const names: Names = { customerIds: [], emails: [], impossible: [], repeated: [] };
  const seen = new Map<string, number>();
  for (const row of hasHeader ? rows.slice(1) : rows) {
    const cell = row[column] ?? '';
    if (cell === '') continue;
    const isEmail = meaning === 'emails' || (meaning === 'either' && cell.includes('@'));
    const key = isEmail ? `email ${cell.toLowerCase()}` : `id ${cell}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times === 2) names.repeated.push(cell);
    if (times > 1) continue;
    if (!(isEmail ? isAddress(cell) : isId(cell))) names.impossible.push(cell);
    else names[isEmail ? 'emails' : 'customerIds'].push(cell);
  }
  return names;
}

/** What the service would refuse as a fault, and with it the whole part of the list. */
const isId = (text: string): boolean => /^[^\p{Cc}\p{Cs}]+$/u.test(text) && isShort(text, MAX_ID);

const isAddress = (text: string): boolean => !/[\0\p{Cs}]/u.test(text) && isShort(text, MAX_EMAIL);

/** Counted as the service counts: in characters. */
const isShort = (text: string, most: number): boolean =>
  text.length <= most * 2 && [...text].length <= most;
