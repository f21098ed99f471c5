/*
 * Moments as a field for date and time has them: in the browser's time zone, and without saying so.
 */

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-12-01T09:00:00.000Z` → `2026-12-01T10:00`; empty for none, and for what is no time. */
export function toLocal(instant: string | null | undefined): string {
  const date = new Date(instant ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = date.getSeconds() > 0 ? `:${two(date.getSeconds())}` : '';
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

/** The other way round; undefined for what is no time. */
export function toInstant(local: string): string | undefined {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The instant, null for none, and what is no time as it is: to be refused, not to be overlooked. */
export const momentOf = (local: string): string | null =>
  local === '' ? null : (toInstant(local) ?? local);

/** Whether it is a time or none: a year can be typed that is too long for one. */
export const isMoment = (local: string | null): boolean => !local || toInstant(local) !== undefined;

/** The last one that a field lets one choose. */
export const LAST = '9999-12-31T23:59';

/** The beginning of a day, such as `2026-12-31`, or of one after it; undefined for what is none. */
export function startOf(day: string | undefined, daysLater = 0): string | undefined {
  const [, year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? []).map(Number);
  if (!year || !month || !date) return undefined;
  const start = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}
