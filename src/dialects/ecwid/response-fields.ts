/** The members of an answer that are wanted, each whole or with members of its own. */
export type Fields = ReadonlyMap<string, Fields | 'whole'>;

/** No answer is nested as deep as this. */
const MAX_DEPTH = 100;

/** Reads `total,items(id,name)`. @returns undefined when it is not well-formed */
export function parseFields(text: string): Fields | undefined {
  const tokens = text.match(/[(),]|[^(),\s]+/g) ?? [];
  let at = 0;
  const fields = readList(0);
  return at === tokens.length ? fields : undefined;

  function readList(depth: number): Fields | undefined {
    const list = new Map<string, Fields | 'whole'>();
    for (;;) {
      const name = tokens[at++];
      if (name === undefined || /^[(),]$/.test(name)) return undefined;
      const inner = tokens[at] === '(' ? readInner(depth + 1) : 'whole';
      if (!inner) return undefined;
      list.set(name, both(list.get(name), inner));
      if (tokens[at] !== ',') return list;
      at++;
    }
  }

  function readInner(depth: number): Fields | undefined {
    at++;
    const list = depth < MAX_DEPTH ? readList(depth) : undefined;
    return tokens[at++] === ')' ? list : undefined;
  }
}

/** A name that is given twice: `items(id),items(name)`. */
const both = (one: Fields | 'whole' | undefined, other: Fields | 'whole'): Fields | 'whole' =>
  one === 'whole' || other === 'whole' ? 'whole' : new Map([...(one ?? []), ...other]);

/** The wanted members of a value, in the order that they have; names that it has not are passed over. */
export function select(value: unknown, fields: Fields | 'whole'): unknown {
  if (fields === 'whole' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => select(item, fields));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const wanted = fields.get(name);
      return wanted ? [[name, select(member, wanted)]] : [];
    }),
  );
}
