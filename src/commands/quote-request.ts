import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { InvalidArgumentError } from 'commander';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalid } from '../core/errors.js';
import { QuoteRequest } from '../dialects/native/schemas/quotes.js';
import { faultsOf } from '../dialects/native/validation.js';
import { HttpFault } from '../http/fault.js';
import { parseJsonBody } from '../http/json-body.js';

type Body = Static<typeof QuoteRequest>;

/** What the flags say of a request. */
export interface RequestFlags {
  customer?: string;
  groups?: number[];
  item?: Body['items'];
  at?: string;
  currency?: string;
  explain?: boolean;
  file?: string;
}

/** Without a quantity the whole text is the product, so that an id may have an @. */
const ITEM = /^(.+?)(?::(\d{1,15})(?:@([^@]*))?)?$/su;

/** `product[:quantity[@unitPrice]]`, after those before it. */
export function itemsOf(text: string, before: Body['items'] = []): Body['items'] {
  const [, productId, quantity, unitPrice] = ITEM.exec(text) ?? [];
  if (productId === undefined || (quantity === undefined && text.includes(':'))) {
    throw new InvalidArgumentError(
      'Give product[:quantity[@unitPrice]] such as lens:2@49.90; after an id with a colon, give the quantity.',
    );
  }
  const item = {
    productId,
    ...(quantity !== undefined && { quantity: Number(quantity) }),
    ...(unitPrice !== undefined && { unitPrice }),
  };
  return [...before, item];
}

export function groupIdsOf(text: string): number[] {
  const ids = text === '' ? [] : text.split(',').map((id) => id.trim());
  if (ids.every((id) => /^[1-9]\d{0,14}$/.test(id))) return ids.map(Number);
  throw new InvalidArgumentError('Give ids of groups with commas, such as 7,9.');
}

/**
 * The body that the API would be sent.
 * @throws CoreError `invalid` with the faults that the API would answer
 */
export async function requestOf(flags: RequestFlags): Promise<Body> {
  const body = flags.file === undefined ? bodyOf(flags) : await readBody(flags.file);
  const faults = faultsOf(Compile(QuoteRequest), body).map(({ path, message }) => ({
    path: path.length === 0 ? ['The request'] : path,
    message,
  }));
  if (faults.length > 0) throw invalid(faults);
  const request = body as Body;
  return flags.explain ? { ...request, explain: true } : request;
}

function bodyOf({ customer, groups, item, at, currency }: RequestFlags): Body {
  if (!item) throw new Error('Give what is to be priced: --item, or --file.');
  return {
    ...(customer !== undefined && { customerId: customer }),
    ...(groups && { groupIds: groups }),
    ...(at !== undefined && { at }),
    ...(currency !== undefined && { currency }),
    items: item,
  };
}

async function readBody(file: string): Promise<unknown> {
  const bytes = file === '-' ? await buffer(process.stdin) : await readBytes(file);
  try {
    return parseJsonBody(bytes);
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error;
    const { path, message, cause } = error;
    if (path) throw invalid([{ path, message }]);
    const name = file === '-' ? 'Standard input' : `The file "${file}"`;
    throw new Error(message.replace('The body', name), { cause });
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`The file "${file}" cannot be read.`, { cause });
  }
}
