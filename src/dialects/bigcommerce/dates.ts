import type { Instant } from '../../core/environment.js';
import { parseInstant } from '../../core/instant.js';

/** `2023-07-17 06:30:41`, in UTC. */
export const presentDate = (instant: Instant): string =>
  `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;

/** This API counts time in whole seconds; the core in milliseconds. Both ends belong to the second. */
export interface Second {
  first: Instant;
  last: Instant;
}

/**
 * Reads a date of a filter: as this API writes it, as ISO 8601 (a day alone is its midnight, and
 * UTC holds without an offset) or as RFC 2822. Undefined for anything else.
 */
export function parseDate(text: string): Second | undefined {
  const iso = isoOf(text) ?? isoOfRfc2822(text);
  const instant = iso && parseInstant(iso);
  if (!instant) return undefined;
  const second = instant.slice(0, 19);
  return { first: `${second}.000Z`, last: `${second}.999Z` };
}

const ISO =
  /^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?<offset>Z|[+\- ]\d\d:?\d\d)?)?$/;

function isoOf(text: string): string | undefined {
  const { day, time = '00:00:00', offset = 'Z' } = ISO.exec(text)?.groups ?? {};
  return day && `${day}T${time}${isoOffset(offset)}`;
}

const RFC_2822 =
  /^(?:[A-Z][a-z]{2}, )?(?<date>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d)(?<seconds>:\d\d)? (?<offset>[+\- ]\d{4}|GMT|UT|Z)$/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function isoOfRfc2822(text: string): string | undefined {
  const parts = RFC_2822.exec(text)?.groups;
  if (!parts) return undefined;
  const { date = '', month = '', year, time, seconds = ':00', offset = 'Z' } = parts;
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return `${year}-${number}-${date.padStart(2, '0')}T${time}${seconds}${isoOffset(offset)}`;
}

/** A `+` that was not percent-encoded arrives as a space. */
function isoOffset(offset: string): string {
  if (/^[A-Z]/.test(offset)) return 'Z';
  return offset.replace(' ', '+').replace(/(\d\d):?(\d\d)$/, '$1:$2');
}
