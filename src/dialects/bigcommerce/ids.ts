import { isId } from '../../core/text.js';

/** An id of a product, category or price list on the wire, as the core keeps it; undefined when it is none. */
export function parseId(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  }
  return typeof value === 'string' && isId(value) ? value : undefined;
}

/** BigCommerce's own ids are numbers; an id from elsewhere that is none stays a text. */
export function presentId(id: string): number | string {
  const number = wholeNumber(id);
  return number === undefined ? id : number;
}

/** The group that a path names, with or without `.json` after it; undefined when no group can have it. */
export function parseGroupId(segment: string): number | undefined {
  const number = wholeNumber(segment.replace(/\.json$/, ''));
  return number === 0 ? undefined : number;
}

/** Only what is written as the number itself would be: `7`, and neither `07` nor `7.0`. */
function wholeNumber(text: string): number | undefined {
  const number = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}
