/** A query string as it was sent: names and values in order, decoded, duplicates included. */
export interface Query {
  pairs: readonly (readonly [name: string, value: string])[];
  /** Names whose value is not well-formed percent-encoded UTF-8. */
  malformed: ReadonlySet<string>;
}

const EMPTY: Query = { pairs: [], malformed: new Set() };

/** Each dialect reads parameters by its own rules, so nothing is folded or dropped here. */
export function parseQuery(text: string): Query {
  if (text === '') return EMPTY;
  const pairs: [string, string][] = [];
  const malformed = new Set<string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const rawName = at < 0 ? part : part.slice(0, at);
    const rawValue = at < 0 ? '' : part.slice(at + 1);
    const name = decode(rawName);
    const value = decode(rawValue);
    if (name === undefined || value === undefined) malformed.add(name ?? rawName);
    pairs.push([name ?? rawName, value ?? rawValue]);
  }
  return { pairs, malformed };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** How often each parameter occurs, and its last value. */
export function lastValues({ pairs }: Query): Map<string, { value: string; count: number }> {
  const values = new Map<string, { value: string; count: number }>();
  for (const [name, value] of pairs) {
    values.set(name, { value, count: (values.get(name)?.count ?? 0) + 1 });
  }
  return values;
}
