import * as v from 'valibot';

/**
 * What stands behind the `?` of an address, by name. Values are texts, as they are in the address;
 * one that makes no sense is as if it were not there, so that an old link still opens.
 */
export const text = () => v.fallback(v.optional(v.pipe(v.string(), v.minLength(1))), undefined);

/** The id of a group, say. */
export const whole = () =>
  v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/))), undefined);

export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  v.fallback(v.optional(v.picklist(values)), undefined);

export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
