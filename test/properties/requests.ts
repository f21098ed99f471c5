import fc from 'fast-check';
import type { RouteOptions } from 'fastify';
import { type Known, mutated, namedBy, oddValue, type Schema, toJson, valueFor } from './values.js';

/** A route as the server has it, and what its documents say of body and query. */
export interface Route {
  method: string;
  url: string;
  body: Schema | undefined;
  query: Schema | undefined;
}

export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string | Buffer;
}

const number: Schema = { type: 'integer' };
const flag: Schema = { type: 'boolean' };
const string: Schema = { type: 'string' };
const amount: Schema = {
  anyOf: [{ enum: [0, 5, 12.5] }, { type: 'string', pattern: '^\\d{1,11}(\\.\\d{1,4})?$' }],
};
const method: Schema = { enum: ['percent', 'price', 'fixed'] };
const rule = (type: string, properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties: { type: { enum: [type] }, method, amount, ...properties },
  required: ['type', 'method', 'amount', ...Object.keys(properties)],
});

/** BigCommerce's routes have no schemas: this is what the vendor's document says of a group. */
const BIGCOMMERCE_GROUP: Schema = {
  type: 'object',
  properties: {
    name: string,
    is_default: flag,
    is_group_for_guests: flag,
    category_access: {
      anyOf: [
        { type: 'object', properties: { type: { enum: ['all', 'none'] } }, required: ['type'] },
        {
          type: 'object',
          properties: {
            type: { enum: ['specific'] },
            categories: { type: 'array', items: number },
          },
          required: ['type', 'categories'],
        },
      ],
    },
    discount_rules: {
      type: 'array',
      items: {
        anyOf: [
          rule('all', {}),
          rule('product', { product_id: number }),
          rule('category', { category_id: number }),
          { type: 'object', properties: { type: { enum: ['price_list'] }, price_list_id: number } },
        ],
      },
    },
  },
  required: ['name'],
};

const date: Schema = { enum: ['2020-01-01 00:00:00', '2030-12-31 23:59:59', '2023-07-17'] };
const BIGCOMMERCE_QUERY: Schema = {
  type: 'object',
  properties: {
    name: string,
    'name:like': string,
    is_default: flag,
    is_group_for_guests: flag,
    date_created: date,
    'date_created:min': date,
    'date_created:max': date,
    date_modified: date,
    'date_modified:min': date,
    'date_modified:max': date,
    page: number,
    limit: number,
  },
};

const ECWID_GROUP: Schema = {
  type: 'object',
  properties: { name: string, externalReferenceId: string },
  required: ['name'],
};
const ECWID_QUERY: Schema = {
  type: 'object',
  properties: {
    offset: number,
    limit: number,
    keyword: string,
    customerGroupIds: { enum: ['0', '1,2', '3,0,99'] },
    customerGroupId: { enum: ['0', '1'] },
    responseFields: { enum: ['total', 'total,items(id,name)', 'id'] },
  },
};

/** Of all of JOptic's bodies: each route takes some, and ignores the others. */
const JOPTIC_BODIES: Readonly<Record<string, Schema>> = {
  'POST /customer-group': {
    type: 'object',
    properties: { name: string, defaultPriceListId: string, description: string },
    required: ['name', 'defaultPriceListId'],
  },
  'POST /customer-group/assign-group': {
    type: 'object',
    properties: { customerId: string, CustomerGroupId: string },
    required: ['customerId', 'CustomerGroupId'],
  },
  'DELETE /customer-group': {
    type: 'object',
    properties: { ids: { type: 'array', items: string } },
    required: ['ids'],
  },
};
const JOPTIC_QUERY: Schema = {
  type: 'object',
  properties: {
    search: string,
    name: string,
    isActive: flag,
    page: number,
    limit: number,
    sortBy: { enum: ['name', 'createdAt', 'updatedAt'] },
    sortOrder: { enum: ['asc', 'desc'] },
  },
};

const relation: Schema = {
  type: 'object',
  properties: { customerId: string, groupId: string },
  required: ['customerId', 'groupId'],
};
const EMPORIX_BODIES: Readonly<Record<string, Schema>> = {
  'POST /cgrelations': relation,
  'PUT /cgrelations/:customerId': relation,
  'POST /groups': {
    type: 'object',
    properties: { id: string, description: { anyOf: [string, { type: 'object' }] } },
    required: ['id'],
  },
  'PUT /groups/:groupId': {
    type: 'object',
    properties: { description: { anyOf: [string, { type: 'object' }] } },
  },
};
const EMPORIX = '/shipping/:tenant/:site';

const ofEmporix = (url: string) => url.startsWith(EMPORIX);
const ofJOptic = (url: string) => url.startsWith('/customer-group');
const ofEcwid = (url: string) => url.startsWith('/api/v3');
const ofGroups = (url: string) => /\/v2\/customer_?groups/.test(url);

/** From the server itself, so that a route that is added is covered by itself. */
export const routesOf = (registered: readonly RouteOptions[]): Route[] =>
  registered.flatMap(({ method: methods, url, schema = {} }) =>
    [methods].flat().map((name) => ({
      method: name,
      url,
      body: name === 'GET' || name === 'HEAD' ? undefined : bodyOf(url, name, schema.body),
      query: queryOfRoute(url, schema.querystring),
    })),
  );

function queryOfRoute(url: string, schema: unknown): Schema | undefined {
  if (ofEcwid(url)) return ECWID_QUERY;
  if (ofJOptic(url)) return JOPTIC_QUERY;
  return ofGroups(url) ? BIGCOMMERCE_QUERY : (schema as Schema | undefined);
}

function bodyOf(url: string, method: string, schema: unknown): Schema | undefined {
  if (ofJOptic(url)) return JOPTIC_BODIES[`${method} ${url}`];
  if (ofEmporix(url)) return EMPORIX_BODIES[`${method} ${url.slice(EMPORIX.length)}`];
  if (!ofEcwid(url) && !ofGroups(url)) return schema as Schema;
  if (method === 'DELETE') return undefined;
  return ofEcwid(url) ? ECWID_GROUP : BIGCOMMERCE_GROUP;
}

/** `weight` of each kind: most requests are wrong in one place only, so that they get past the others. */
type Part = 'path' | 'query' | 'body' | 'headers';
const PARTS: readonly Part[] = ['path', 'query', 'body', 'headers'];

const oddParts: fc.Arbitrary<readonly Part[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.constant<Part[]>(['body']) },
  { weight: 2, arbitrary: fc.constantFrom<Part[]>(['path'], ['query'], ['headers']) },
  { weight: 1, arbitrary: fc.subarray([...PARTS]) },
);

export interface Credentials {
  /** Headers, of which one set opens the route. */
  valid: readonly Record<string, string>[];
}

/** Requests to a route: right, or wrong in one or more of their parts. */
export const requestTo = (
  route: Route,
  known: Known,
  credentials: Credentials,
  parts = oddParts,
): fc.Arbitrary<Sent> =>
  parts.chain((odd) =>
    fc
      .record({
        path: pathTo(route.url, known, odd.includes('path')),
        query: odd.includes('query') ? oddQuery(route) : validQuery(route, known),
        body: odd.includes('body') ? oddBody(route, known) : validBody(route, known),
        credential: fc.constantFrom(...credentials.valid),
        headers: odd.includes('headers') ? oddHeaders : fc.constant({}),
      })
      .map(({ path, query, body, credential, headers }) => ({
        method: route.method,
        url: path + query,
        headers: { ...body.headers, ...credential, ...headers },
        ...(body.payload !== undefined && { payload: body.payload }),
      })),
  );

/** Requests that are in order. */
export const rightRequestTo = (route: Route, known: Known, credentials: Credentials) =>
  requestTo(route, known, credentials, fc.constant([]));

const PARAMETER = /:(\w+)(?:\([^/]*\))?|\*/g;

const oddSegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '%00',
      'a%00b',
      '%zz',
      '%',
      '%2',
      '%ff',
      '%c3%28',
      '%ED%A0%80',
      '%F0%9F%98%80',
      '%2F',
      '%2e',
    ],
    ...['0', '-1', '01', '1.5', '1e3', '0x1', '9007199254740992', '99999999999999999999', 'NaN'],
    ...[
      '__proto__',
      'constructor',
      'null',
      'count',
      'count.json',
      '1.json',
      '.json',
      '%20',
      '+',
      '*',
    ],
    ...['x'.repeat(64), 'x'.repeat(65), 'x'.repeat(1024), 'x'.repeat(1025), '%C3%BC'.repeat(200)],
  ),
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => encodeURIComponent(text)),
  fc.stringMatching(/^[!-~]{1,12}$/).map((text) => text.replace(/[?#/\\]/g, '_')),
);

function pathTo(url: string, known: Known, odd: boolean): fc.Arbitrary<string> {
  const names = [...url.matchAll(PARAMETER)].map(([, name = '*']) => name);
  const valid = names.map((name) => {
    const isPublicId = ofEmporix(url) ? name === 'groupId' : ofJOptic(url) && name === 'id';
    const named = namedBy(isPublicId ? 'ids' : name, known);
    return named.length > 0
      ? fc.constantFrom(...named.map((value) => encodeURIComponent(value)))
      : fc.constantFrom('index.html', 'swagger-ui.css');
  });
  const filled = fc.tuple(...valid);
  const segments = odd
    ? fc
        .tuple(filled, fc.nat(9), oddSegment)
        .map(([values, at, segment]) =>
          values.map((value, index) => (index === at % values.length ? segment : value)),
        )
    : filled;
  const path = segments.map((values) => {
    const rest = [...values];
    return url.replace(PARAMETER, () => rest.shift() ?? '');
  });
  return odd
    ? fc.oneof(
        { weight: 4, arbitrary: path },
        { weight: 1, arbitrary: fc.tuple(path, oddSegment).map(([p, more]) => `${p}/${more}`) },
        { weight: 1, arbitrary: path.map((p) => `${p}/`) },
        { weight: 1, arbitrary: path.map((p) => p.replace(/[a-z]/, encodedLetter)) },
      )
    : path;
}

const encodedLetter = (letter: string) => `%${letter.charCodeAt(0).toString(16)}`;

const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`;

/** Seldom a cursor: hardly any text is one. */
const isLikely = (name: string) => name !== 'cursor';

function validQuery({ query }: Route, known: Known): fc.Arbitrary<string> {
  const names = Object.keys(query?.properties ?? {}).filter(isLikely);
  if (names.length === 0) return fc.constant('');
  const pair = fc
    .constantFrom(...names)
    .chain((name) =>
      valueFor(query?.properties?.[name] ?? {}, known, name).map(
        (value) => [encodeURIComponent(name), encodeURIComponent(String(value))] as const,
      ),
    );
  return fc.uniqueArray(pair, { maxLength: 2, selector: ([name]) => name }).map(queryOf);
}

const ODD_TEXTS = [
  ...['', '%00', 'a%00b', '%zz', '%', '%ff', '%ED%A0%80', '%F0%9F%98%80', '+', '%2B', 'null', '[]'],
  ...[
    '0',
    '-1',
    '01',
    '1.5',
    '1e3',
    '1e999',
    '0x10',
    '201',
    '251',
    '2147483648',
    '9007199254740991',
  ],
  ...['9007199254740993', '99999999999999999999', 'Infinity', 'NaN', 'true', 'True', '1', 'TRUE'],
  ...['__proto__', '%25', '%5F%25', '2023-02-30', '0000-00-00 00:00:00', '9999-12-31T23:59:59Z'],
  ...[cursor([]), cursor(['\0']), cursor(['id', 1, 1]), cursor(['id', 1e308, -1]), cursor([{}])],
  ...[cursor(['name', 'x\0', 1]), cursor(['createdAt', '0000-00-00', 1]), cursor(['\ud800'])],
  ...[
    cursor(['createdAt', '9999-12-31T23:59:59-23:59', 1]),
    cursor(null),
    'e30',
    'x'.repeat(3_000),
  ],
];

function cursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function oddQuery({ query }: Route): fc.Arbitrary<string> {
  const names = Object.keys(query?.properties ?? {}).map(encodeURIComponent);
  const name = fc.constantFrom(
    ...names,
    ...names,
    ...['__proto__', 'constructor', 'unknown', '', '%zz', '%00', 'limit[]', 'limit', '%6cimit'],
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text)),
    },
  );
  const pairs = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 4, arbitrary: pairs.map(queryOf) },
    { weight: 1, arbitrary: pairs.map((list) => queryOf([...list, ...list])) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('?', '?&&&', '?=', '?%', '?a', '??', '?a=b=c', '?limit', '?&=&'),
    },
  );
}

interface Body {
  payload?: string | Buffer;
  headers: Record<string, string>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const json = (value: unknown): Body => ({ payload: toJson(value), headers: JSON_TYPE });

function validBody({ body }: Route, known: Known): fc.Arbitrary<Body> {
  return body ? valueFor(body, known).map(json) : fc.constant({ headers: {} });
}

function oddBody({ body }: Route, known: Known): fc.Arbitrary<Body> {
  const value = body ? valueFor(body, known) : fc.jsonValue();
  const text = value.map(toJson);
  return fc.oneof(
    { weight: 6, arbitrary: mutated(value).map(json) },
    { weight: 1, arbitrary: oddValue.map(json) },
    {
      weight: 1,
      arbitrary: withPayload(fc.tuple(text, fc.nat()).map(([t, n]) => t.slice(0, n % t.length))),
    },
    { weight: 1, arbitrary: withPayload(fc.constantFrom(...NO_JSON)) },
    { weight: 1, arbitrary: withPayload(fc.uint8Array().map((bytes) => Buffer.from(bytes))) },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.constantFrom(...TYPES)).map(
        ([payload, type]): Body => ({
          payload,
          headers: type === '' ? {} : { 'content-type': type },
        }),
      ),
    },
  );
}

const withPayload = (payload: fc.Arbitrary<string | Buffer>): fc.Arbitrary<Body> =>
  payload.map((bytes) => ({ payload: bytes, headers: JSON_TYPE }));

const NO_JSON = [
  ...['', ' ', '{', '}', '{"name":}', "{'name': 1}", '{"name":"a"}}', '{"name":"a",}', 'undefined'],
  ...[
    'NaN',
    '-',
    '01',
    '1e',
    '"\\x"',
    '"\\u12"',
    '"\t"',
    '\ufeff{}',
    '\u0000',
    '{"a":1}{"b":2}',
    '[1,2',
  ],
  ...['{"name":"a","name":1}', '{"__proto__":{"name":"a"}}', '{"name":"\\ud83d"}', '{"\\u0000":1}'],
  ...['['.repeat(5_000), '{"a":'.repeat(5_000), `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
];

const TYPES = [
  ...[
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/merge-patch+json',
    'APPLICATION/JSON',
    '*/*',
  ],
  ...[
    'application/json;',
    ';',
    '/',
    'application/',
    'text/json',
    'application/jsonx',
    '\u00fc/\u00fc',
  ],
];

const headerText = fc
  .array(
    fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
    { maxLength: 40 },
  )
  .map((codes) => String.fromCharCode(...codes));

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    ...['authorization', 'x-auth-token', 'if-match', 'if-none-match', 'idempotency-key'],
    ...['x-request-id', 'accept', 'accept-language', 'content-type', 'x-http-method-override'],
    ...['x-store-id', 'cookie', 'origin', 'expect', 'x-forwarded-for'],
  ),
  fc.oneof(
    headerText,
    fc.constantFrom(
      '',
      '*',
      '"1"',
      'W/"1"',
      '"1","2"',
      'Bearer',
      'Bearer  ',
      'Bearer a.b.c',
      'Basic',
    ),
    fc.constantFrom(
      'Basic !!!!',
      'Basic OjpB',
      'Bearer x y',
      'x'.repeat(300),
      '\u00ff'.repeat(256),
    ),
  ),
  { minKeys: 1, maxKeys: 3 },
);
