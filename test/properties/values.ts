import fc from 'fast-check';

/** The part of JSON Schema that our schemas use. */
export interface Schema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  patternProperties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  minimum?: number;
  pattern?: string;
  format?: string;
  maxLength?: number;
}

/** What is there to be named by a request. */
export interface Known {
  store: string;
  storeHash: string;
  /** In Ecwid's paths. */
  storeId: string;
  /** In Emporix's paths. */
  tenant: string;
  site: string;
  /** In JOptic's header, and what that API calls the groups. */
  jopticId: string;
  publicIds: readonly string[];
  groups: readonly number[];
  customers: readonly string[];
  lists: readonly string[];
  categories: readonly string[];
  products: readonly string[];
  keys: readonly string[];
  users: readonly string[];
  webhooks: readonly string[];
  deliveries: readonly string[];
}

type Kind = Exclude<
  keyof Known,
  'store' | 'storeHash' | 'storeId' | 'tenant' | 'site' | 'jopticId'
>;

/** The kinds of things that a field or a parameter of the path names. */
const NAMED: Readonly<Record<string, Kind | readonly Kind[]>> = {
  group: 'groups',
  id: 'groups',
  groupId: 'groups',
  groupIds: 'groups',
  ids: 'publicIds',
  CustomerGroupId: 'publicIds',
  customerId: 'customers',
  parentId: ['groups', 'categories'],
  customer: 'customers',
  add: 'customers',
  remove: 'customers',
  category: 'categories',
  categoryId: 'categories',
  categoryIds: 'categories',
  product: 'products',
  productId: 'products',
  list: 'lists',
  defaultPriceListId: 'lists',
  price_list_id: 'lists',
  key: 'keys',
  user: 'users',
  webhook: 'webhooks',
  delivery: 'deliveries',
};

/** A store that was just made has about as many. */
const FIRST_CHANGES = Array.from({ length: 40 }, (_, index) => index + 1);

export function namedBy(name: string, known: Known): readonly (string | number)[] {
  if (name === 'store' || name === 'storeHash' || name === 'storeId') return [known[name]];
  if (name === 'tenant' || name === 'site') return [known[name]];
  if (name === 'seq') return FIRST_CHANGES;
  const kinds: readonly Kind[] = [NAMED[name] ?? []].flat();
  return kinds.flatMap((kind): readonly (string | number)[] => known[kind]);
}

/** Values that the schema allows, or nearly: rules across fields are left to chance. */
export function valueFor(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valueFor(each, known, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const [type = 'null', ...others] = [schema.type ?? 'null'].flat();
  const value = typedValue(type, schema, known, name);
  return others.includes('null') ? fc.option(value, { freq: 3 }) : value;
}

function typedValue(
  type: string,
  schema: Schema,
  known: Known,
  name: string,
): fc.Arbitrary<unknown> {
  const named = namedBy(name, known);
  switch (type) {
    case 'object':
      return objectOf(schema, known);
    case 'array':
      return fc.uniqueArray(valueFor(schema.items ?? {}, known, name), { maxLength: 3 });
    case 'integer':
    case 'number': {
      const numbers = named.filter((value) => typeof value === 'number');
      return numbers.length > 0 ? fc.constantFrom(...numbers) : fc.integer({ min: 1, max: 9 });
    }
    case 'boolean':
      return fc.boolean();
    case 'string':
      // A body's own `id` is a new one; everything else that is named should be there.
      if (name === 'groupId') return fc.constantFrom(...known.publicIds);
      return named.length > 0 && name !== 'id'
        ? fc.constantFrom(...textsOf(named))
        : textOf(schema);
    default:
      return fc.constant(null);
  }
}

/** Ids that are texts, where the name stands for them and for numbers. */
function textsOf(named: readonly (string | number)[]): readonly string[] {
  const texts = named.filter((value) => typeof value === 'string');
  return texts.length > 0 ? texts : named.map(String);
}

function objectOf(schema: Schema, known: Known): fc.Arbitrary<object> {
  const { properties, patternProperties } = schema;
  if (!properties) {
    const [item = {}] = Object.values(patternProperties ?? {});
    return fc.dictionary(fc.constantFrom('en', 'de', 'pt-BR'), valueFor(item, known), {
      maxKeys: 2,
    });
  }
  return fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, valueFor(each, known, name)]),
    ),
    { requiredKeys: [...(schema.required ?? [])] },
  );
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  '^\\d{1,11}(\\.\\d{1,4})?$': ['0', '5', '12.5', '99.9999'],
  '^[A-Z]{3}$': ['USD', 'EUR', 'JPY'],
};

function textOf({ pattern, format, maxLength = 64 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc
      .date({
        min: new Date('1990-01-01'),
        max: new Date('2090-01-01'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString());
  }
  const texts = pattern === undefined ? undefined : TEXTS[pattern];
  if (texts) return fc.constantFrom(...texts);
  const free = pattern === undefined;
  return fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    ...(free
      ? [fc.constantFrom('Ünï', '😀 shop', '%_\\', 'x'.repeat(Math.min(maxLength, 255)))]
      : []),
  );
}

/** Written into JSON as they stand, since no JavaScript value becomes them. */
const RAW = [
  '-0',
  '1e999',
  '-1e999',
  '1E400',
  '0.1e-999',
  '9007199254740993',
  '123456789012345678901234567890',
];
const raw = (token: string) => `\ue000${token}\ue000`;

export const toJson = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(/"\ue000(.*?)\ue000"/g, '$1');

const own = (key: string, value: unknown): object => Object.fromEntries([[key, value]]);

/** What no field expects, or few. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      '',
      ' ',
      0,
      -1,
      1.5,
      1e308,
      2 ** 53,
      -(2 ** 53),
      'NUL \0',
      'half \ud800',
      '\udc00 half',
      '__proto__',
      'constructor',
      'toString',
      '../..',
      "' OR 1=1 --",
      '<script>',
      '\u202e\ufeff\u0085',
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      'x'.repeat(256),
      '😀'.repeat(256),
      '𝅘𝅥𝅮'.repeat(400),
      'x'.repeat(10_001),
      'x'.repeat(100_000),
      [],
      {},
      [[]],
      [null],
      ['a', 'a'],
      Array(1_001).fill(1),
      Array(10_001).fill('c1'),
      own('__proto__', { isDefault: true }),
      own('__proto__', 1),
      own('constructor', { prototype: { isDefault: true } }),
      { length: -1 },
      { toString: 1, valueOf: 2, toJSON: 3 },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...RAW).map(raw) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.jsonValue({ stringUnit: 'binary' }) },
);

/** One thing about a value is made wrong: a member replaced, added or left out, wherever it is. */
export const mutated = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .record({
      value,
      place: fc.nat(1_000),
      odd: oddValue,
      name: fc.constantFrom(
        '__proto__',
        'constructor',
        'unknown',
        '',
        'id',
        'a/b~c',
        '\0',
        '\ud800',
      ),
      how: fc.constantFrom('replace', 'replace', 'add', 'drop'),
    })
    .map(({ value, place, odd, name, how }) => {
      const spots = spotsOf(value, []);
      const spot = spots[place % spots.length] ?? [];
      if (how === 'add') return change(value, [...spot, name], odd);
      return change(value, spot, how === 'drop' ? undefined : odd);
    });

type Path = readonly (string | number)[];

function spotsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Object.entries(value).flatMap(([key, member]) => spotsOf(member, [...path, key]));
  return [path, ...members];
}

function change(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return to;
  const key = String(step);
  const members = Object.entries(value);
  const known = members.some(([name]) => name === key);
  const changed = [...members, ...(known ? [] : [[key, undefined] as const])].map(
    ([name, member]) => [name, name === key ? change(member, rest, to) : member] as const,
  );
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}
