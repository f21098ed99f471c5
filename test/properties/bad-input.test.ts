import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dump } from '../helpers/database.js';
import { describeEngines } from '../helpers/engines.js';
import { type InProcess, startInProcess } from '../helpers/in-process.js';
import { JWT_SECRET, ROOT_KEY } from '../helpers/service.js';
import { faultsOfForm, formOf } from './forms.js';
import { type Seeded, seedStore } from './seed.js';

interface Bad {
  title: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  payload?: string | Buffer;
  headers?: Record<string, string>;
  status: number;
}

const MEBIBYTE = 1024 * 1024;
const NATIVE = '/v1/stores/acme';
const BIGCOMMERCE = '/api/v2/customer_groups';

const cursor = (...position: unknown[]) =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const nested = (inner: string, depth: number) => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;

/** Of `bytes` bytes, and right but for that. */
const groupOf = (bytes: number) => `{"name":"${'x'.repeat(bytes - 11)}"}`;

const inBoth = (title: string, payload: string | Buffer, status = 400): Bad[] => [
  { title: `${title} (native)`, method: 'POST', url: `${NATIVE}/groups`, payload, status },
  { title: `${title} (BigCommerce)`, method: 'POST', url: BIGCOMMERCE, payload, status },
];

const cases: readonly Bad[] = [
  ...inBoth('a body that is cut off', '{"name": "a'),
  ...inBoth('a body that is not UTF-8', Buffer.from('{"name":"\xff"}', 'latin1')),
  ...inBoth('a body of one byte over 1 MiB', groupOf(MEBIBYTE + 1), 413),
  ...inBoth('a body of exactly 1 MiB', groupOf(MEBIBYTE)),
  ...inBoth('a body nested half a million deep', nested('', 500_000)),
  ...inBoth('a NUL nested a hundred thousand deep', nested('"\\u0000"', 100_000)),
  ...inBoth('a field nested a hundred thousand deep', `{"name":${nested('', 100_000)}}`),
  ...inBoth('a hundred thousand unknown fields', manyFields(50_000)),
  ...inBoth('a NUL in a name', '{"name":"a\\u0000b"}'),
  ...inBoth('half of a surrogate pair in a name', '{"name":"\\ud83d"}'),
  ...inBoth('a key named __proto__', '{"name":"a","__proto__":{"isDefault":true}}'),
  ...inBoth('a number for a name', '{"name":1e999}'),
  {
    title: 'a group beyond the safe range of numbers',
    method: 'POST',
    url: `${NATIVE}/groups`,
    payload: '{"name":"a","parentId":9007199254740993}',
    status: 400,
  },
  {
    title: 'a category beyond the safe range of numbers',
    method: 'POST',
    url: BIGCOMMERCE,
    payload:
      '{"name":"a","category_access":{"type":"specific","categories":[123456789012345678901]}}',
    status: 400,
  },
  {
    title: 'a page as large as no collection',
    url: `${BIGCOMMERCE}?page=${'9'.repeat(400)}`,
    status: 204,
  },
  { title: 'a limit of a digit too many', url: `${NATIVE}/groups?limit=1000`, status: 400 },
  { title: 'a limit that is given twice', url: `${NATIVE}/groups?limit=5&limit=5`, status: 400 },
  { title: 'a filter that is given twice', url: `${BIGCOMMERCE}?name=a&name=a`, status: 400 },
  { title: 'a search that is not well-formed', url: `${NATIVE}/groups?search=%ff`, status: 400 },
  { title: 'a search for NUL', url: `${NATIVE}/groups?search=a%00`, status: 400 },
  { title: 'a name that is NUL', url: `${BIGCOMMERCE}?name=%00`, status: 400 },
  { title: 'a customer that is NUL', url: `${NATIVE}/customers/%00`, status: 400 },
  { title: 'a store that is NUL', url: '/v1/stores/%00', status: 404 },
  { title: 'a store hash that is NUL', url: '/stores/%00/v2/customer_groups', status: 403 },
  { title: 'a cursor that is none', url: `${NATIVE}/customers?cursor=e30`, status: 400 },
  { title: 'a cursor with NUL', url: `${NATIVE}/customers?cursor=${cursor('\0')}`, status: 400 },
  {
    title: 'a cursor of another order',
    url: `${NATIVE}/groups?sort=name&cursor=${cursor('id', 1, 1)}`,
    status: 400,
  },
  {
    // PostgreSQL knows no offset beyond 15:59:59.
    title: 'a cursor with a far time zone',
    url: `${NATIVE}/groups?sort=createdAt&cursor=${cursor('createdAt', '2026-01-31T09:00:00+23:59', 1)}`,
    status: 200,
  },
  {
    title: 'a time that no calendar has',
    method: 'PUT',
    url: `${NATIVE}/groups/1/members/c1`,
    payload: '{"startsAt":"2026-02-30T00:00:00Z"}',
    status: 400,
  },
  {
    title: 'the first and the last instant that there are',
    method: 'PUT',
    url: `${NATIVE}/groups/1/members/c1`,
    payload: '{"startsAt":"0001-01-01T00:00:00Z","endsAt":"9999-12-31T23:59:59.999Z"}',
    status: 200,
  },
  {
    title: 'a segment of 1,025 characters',
    url: `${NATIVE}/customers/${'x'.repeat(1025)}`,
    status: 414,
  },
  { title: 'a malformed escape in a path', url: `${NATIVE}/customers/%zz`, status: 400 },
  { title: 'a malformed escape in a vendor’s path', url: `${BIGCOMMERCE}/%zz`, status: 400 },
  { title: 'an unknown path', url: '/v1/nothing', status: 404 },
  { title: 'an unknown path of a vendor', url: '/api/v2/nothing', status: 404 },
  { title: 'an unknown path of nobody', url: '/nothing', status: 404 },
  {
    title: 'a body that is no JSON',
    method: 'POST',
    url: `${NATIVE}/groups`,
    payload: 'name=a',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
  },
  {
    title: 'an idempotency key that is too long',
    method: 'POST',
    url: `${NATIVE}/groups`,
    payload: '{"name":"a"}',
    headers: { 'idempotency-key': 'x'.repeat(256) },
    status: 400,
  },
];

function manyFields(count: number): string {
  const fields = Array.from({ length: count }, (_, index) => `"field${index}":1`);
  return `{"name":"a",${fields.join()}}`;
}

describeEngines('bad input', (engine) => {
  let service: InProcess;
  let seeded: Seeded;
  beforeAll(async () => {
    service = await startInProcess(engine);
    seeded = await seedStore(
      service.database,
      'acme',
      { names: ['A', 'B'], emails: ['a@b'], customerIds: ['c1'], listIds: ['7'], userIds: ['u1'] },
      'ck_secret-of-the-bad-input-suite',
    );
  });
  afterAll(() => service.close());

  async function send({ method = 'GET', url, payload, headers }: Bad) {
    const reply = await service.app.inject({
      method,
      url,
      payload,
      headers: {
        ...(formOf(url) === 'native'
          ? { authorization: `Bearer ${url.startsWith('/v1/stores/%') ? ROOT_KEY : seeded.secret}` }
          : { 'x-auth-token': seeded.secret }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    return { status: reply.statusCode, headers: reply.headers, body: reply.body };
  }

  // A slow answer is a bad one, too: the whole service waits for it.
  it.each(cases)('meets $title with $status', { timeout: 5_000 }, async (bad) => {
    const before = await dump(service.engine);
    const answer = await send(bad);
    expect(answer.status, answer.body.slice(0, 500) + service.lastError()).toBe(bad.status);
    if (answer.status < 400) return;
    expect(faultsOfForm(formOf(bad.url), answer)).toEqual([]);
    expect(await dump(service.engine)).toEqual(before);
  });

  it.each<unknown>(['\0', '\ud800', '', 7, ['u1'], { id: 'u1' }, null, true])(
    'refuses a token whose user is %j',
    async (sub) => {
      const token = await new SignJWT({ sub } as never)
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(JWT_SECRET));
      const reply = await service.app.inject({
        url: `${NATIVE}/groups`,
        headers: { authorization: `Bearer ${token}` },
      });
      expect([401, 404], service.lastError()).toContain(reply.statusCode);
      const answer = { status: reply.statusCode, headers: reply.headers, body: reply.body };
      expect(faultsOfForm('native', answer)).toEqual([]);
    },
  );
});
