import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { Tokens } from '../../src/http/tokens.js';
import { type Dump, dump, ofStore } from '../helpers/database.js';
import { describeEngines, type EngineName } from '../helpers/engines.js';
import { type InProcess, startInProcess } from '../helpers/in-process.js';
import { violations } from '../helpers/invariants.js';
import { JWT_SECRET, ROOT_KEY } from '../helpers/service.js';
import { formOf } from './forms.js';
import { type Route, rightRequestTo, routesOf, type Sent } from './requests.js';
import { removeStore, type Seeded, type SeedTexts, seedStore } from './seed.js';
import type { Known } from './values.js';

/** Texts that nobody could guess, so that one in an answer can only have come from the database. */
const secretTexts = (prefix: string): fc.Arbitrary<SeedTexts> => {
  const text = fc.nat().map(() => `${prefix}${randomBytes(6).toString('hex')}`);
  const texts = (minLength: number, maxLength: number) => fc.array(text, { minLength, maxLength });
  return fc.record({
    names: texts(2, 6),
    emails: texts(1, 4),
    customerIds: texts(1, 4),
    listIds: texts(1, 3),
    userIds: texts(1, 2),
  });
};

/** The ids of one store under the address of another, and the other way round. */
const mixed = (address: Seeded, content: Seeded): Known => ({
  ...content,
  store: address.store,
  storeHash: address.storeHash,
});

const RUNS: Record<EngineName, number> = { sqlite: 3, postgresql: 1 };

describeEngines('tenancy', (engine) => {
  let service: InProcess;
  let routes: Route[];
  let token: (userId: string) => Promise<string>;
  beforeAll(async () => {
    service = await startInProcess(engine);
    routes = routesOf(service.app.routes).filter(({ url }) => !url.startsWith('/docs'));
    const tokens = new Tokens({ secret: JWT_SECRET }, systemEnvironment);
    token = (userId) => tokens.mint(userId, 3600);
  });
  afterAll(() => service.close());

  async function headersOf(ours: Seeded, route: Route): Promise<Record<string, string>[]> {
    if (formOf(route.url) === 'bigcommerce') {
      const basic = (name: string) => Buffer.from(`${name}:${ours.secret}`).toString('base64');
      return [
        { 'x-auth-token': ours.secret },
        { authorization: `Basic ${basic(ours.keys[0] ?? '')}` },
      ];
    }
    const user = await token(ours.users[0] ?? '');
    return [ours.secret, user].map((secret) => ({ authorization: `Bearer ${secret}` }));
  }

  /** Everything in the database that belongs to a store and that its requests did not name. */
  function secretsOf(of: Dump, { url, payload = '' }: Sent): string[] {
    const sent = decodeURIComponent(url) + String(payload);
    const texts = Object.values(of).flatMap((rows) =>
      rows.flatMap((row) => Object.values(row).flatMap(textsIn)),
    );
    return [...new Set(texts)].filter((text) => !sent.includes(text));
  }

  /** Of our random texts and of generated ids and hashes: nothing short, nothing that everybody has. */
  const textsIn = (value: unknown): string[] =>
    typeof value === 'string'
      ? /^theirs-|^[0-9a-f]{8}-[0-9a-f]{4}-7|^key_|^[\w-]{43}$/.test(value)
        ? [value]
        : []
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(textsIn)
        : [];

  it('shows, changes and counts nothing of another store', { timeout: 120_000 }, async () => {
    const stores = fc.tuple(secretTexts('ours-'), secretTexts('theirs-'));
    await fc.assert(
      fc.asyncProperty(stores, fc.nat(), async ([our, their], seed) => {
        const { database } = service;
        const suffix = randomBytes(4).toString('hex');
        const theirs = await seedStore(database, `b-${suffix}`, their, `ck_b${suffix}`);
        const before = ofStore(await dump(service.engine), theirs.store);
        let ours: Seeded | undefined;
        for (const route of routes) {
          ours ??= await seedStore(database, `a-${suffix}`, our, `ck_a${suffix}`);
          const valid = await headersOf(ours, route);
          const known = [mixed(theirs, theirs), mixed(theirs, ours), mixed(ours, theirs)];
          for (const target of known) {
            const requests = rightRequestTo(route, target, { valid });
            for (const sent of fc.sample(requests, { numRuns: 2, seed: seed + 1 })) {
              await harmless(
                sent,
                before,
                target.store === theirs.store ? theirs.store : undefined,
              );
            }
          }
          if (route.method === 'GET' || route.method === 'HEAD') continue;
          // It may be that nothing is left of ours, not even the key.
          expect(violations(await dump(service.engine))).toEqual([]);
          await removeStore(database, ours.store);
          ours = undefined;
        }
        if (ours) await removeStore(database, ours.store);
        expect(ofStore(await dump(service.engine), theirs.store)).toEqual(before);
        await removeStore(database, theirs.store);
      }),
      { numRuns: RUNS[engine], endOnFailure: true },
    );
  });

  /** @param forbidden the store that the request's address names, if it is theirs */
  async function harmless(sent: Sent, before: Dump, forbidden: string | undefined) {
    const reply = await service.app.inject(sent as never);
    const shown = JSON.stringify(reply.headers) + reply.body;
    const leaked = secretsOf(before, safe(sent)).filter((text) => shown.includes(text));
    expect({ sent, leaked }).toEqual({ sent, leaked: [] });
    const names = forbidden !== undefined && /\/v1\/stores\/|\/stores\//.test(sent.url);
    if (names) expect(reply.statusCode, `${sent.method} ${sent.url}`).toBeGreaterThanOrEqual(400);
  }

  /** A malformed URL names nothing. */
  const safe = (sent: Sent): Sent => {
    try {
      decodeURIComponent(sent.url);
      return sent;
    } catch {
      return { ...sent, url: sent.url.replaceAll('%', '') };
    }
  };

  it('answers for another store as for one that is not there', async () => {
    const texts = fc.sample(secretTexts('any-'), 1)[0] as SeedTexts;
    const ours = await seedStore(service.database, 'known', texts, 'ck_known');
    const theirs = await seedStore(service.database, 'other', texts, 'ck_other');
    for (const route of routes.filter(({ url }) => url.includes(':store'))) {
      const valid = await headersOf({ ...ours, users: ['of-no-store'] }, route);
      // Named by what both addresses have in common, so that the answers can be compared.
      const requests = fc.sample(rightRequestTo(route, theirs, { valid }), {
        numRuns: 10,
        seed: 7,
      });
      for (const sent of requests.filter(({ url }) => /other/.test(url))) {
        const url = sent.url.replace('hashother', 'hashnever').replace('/other', '/never');
        const [real, absent] = await Promise.all([
          service.app.inject(sent as never),
          service.app.inject({ ...sent, url } as never),
        ]);
        expect(real.statusCode).toBe(absent.statusCode);
        expect(real.body.replaceAll('other', 'never')).toBe(absent.body);
      }
    }
    await removeStore(service.database, 'known');
    await removeStore(service.database, 'other');
  });

  it('lists and counts nothing in an empty store beside a full one', async () => {
    const texts = fc.sample(secretTexts('any-'), 1)[0] as SeedTexts;
    const empty = { names: [], emails: [], customerIds: [], listIds: [], userIds: [] };
    const full = await seedStore(service.database, 'full', texts, 'ck_full');
    const ours = await seedStore(service.database, 'empty', empty, 'ck_empty');
    const lists = routes.filter(({ url }) => /^[^:]*(:store(Hash)?)?[^:]*$/.test(url));
    const shown: Record<string, number> = {};
    for (const { method, url } of lists.filter((route) => route.method === 'GET')) {
      const [headers] = await headersOf(ours, { method, url, body: undefined, query: undefined });
      const path = url.replace(/:storeHash/, ours.storeHash).replace(/:store/, ours.store);
      const { body, statusCode } = await service.app.inject({ url: path, headers });
      if (statusCode === 200 && /count/.test(url)) shown[url] = JSON.parse(body).count;
      else if (statusCode === 200 && url.startsWith('/v1'))
        shown[url] = JSON.parse(body).data?.length;
      expect(body).not.toContain('any-');
    }
    expect(shown).toMatchObject({
      '/v1/stores/:store/keys': 1,
      '/v1/stores/:store/users': 0,
      '/v1/stores/:store/groups': 0,
      '/v1/stores/:store/customers': 0,
      '/v1/stores/:store/price-lists': 0,
      '/api/v2/customer_groups/count': 0,
      '/stores/:storeHash/v2/customer_groups/count': 0,
    });
    await removeStore(service.database, full.store);
    await removeStore(service.database, ours.store);
  });

  it('opens no vendor’s API with the root key', async () => {
    const texts = fc.sample(secretTexts('any-'), 1)[0] as SeedTexts;
    const store = await seedStore(service.database, 'rooted', texts, 'ck_rooted');
    const before = await dump(service.engine);
    const basic = Buffer.from(`${store.keys[0]}:${ROOT_KEY}`).toString('base64');
    const valid: Record<string, string>[] = [
      { 'x-auth-token': ROOT_KEY },
      { authorization: `Basic ${basic}` },
    ];
    const theirs = routes.filter(({ url }) => formOf(url) !== 'native');
    expect(theirs.length).toBeGreaterThan(0);
    for (const route of theirs) {
      const known = { ...store, groups: [1] };
      const requests = fc.sample(rightRequestTo(route, known, { valid }), { numRuns: 20, seed: 7 });
      for (const sent of requests) {
        const { statusCode } = await service.app.inject(sent as never);
        expect([400, 401, 404, 414], `${sent.method} ${sent.url}`).toContain(statusCode);
      }
    }
    expect(await dump(service.engine)).toEqual(before);
  });
});
