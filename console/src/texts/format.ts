import { currencyDigits } from '../../../src/core/currency.js';

/** Numbers, dates and money as the browser's locale writes them. */

const numbers = new Intl.NumberFormat();
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const shortDays = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const number = (value: number): string => numbers.format(value);

export const moment = (at: string): string => moments.format(new Date(at));

/** A day of a report, such as `2026-01-31`: it is one of UTC, and stays that one. */
export const day = (name: string): string => days.format(new Date(name));
export const shortDay = (name: string): string => shortDays.format(new Date(name));

/** The name of the browser's time zone, such as `Europe/Berlin`. */
export const timeZone: string = moments.resolvedOptions().timeZone;

const UNITS = [
  ['year', 365 * 24 * 60 * 60],
  ['month', 30 * 24 * 60 * 60],
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
] as const;

/** Such as "5 minutes ago". */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.round(seconds / size), unit);
}

/** Of a decimal string, exactly: an amount is never a float. */
export const money = (amount: string, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    maximumFractionDigits: 4,
  }).format(amount as `${number}`);

/** Without the name of its currency: for cells of a table. */
export const decimal = (amount: string, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    minimumFractionDigits: currencyDigits(currency),
    maximumFractionDigits: 4,
  }).format(amount as `${number}`);

const decimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 });

/** Of a decimal string, exactly, and with no more decimals than it needs. */
export const shortDecimal = (amount: string): string => decimals.format(amount as `${number}`);

/** `12.5` is "12.5%". */
export const percentage = (amount: string): string => `${shortDecimal(amount)}%`;
