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
import { emporixToken, removeStore, type Seeded, type SeedTexts, seedStore } from './seed.js';
import type { Known } from './values.js';

/** Texts that nobody could guess, so that one in an answer can only have come from the database. */
const secretTexts = (prefix: string, atLeast = 2): fc.Arbitrary<SeedTexts> => {
  const text = fc.nat().map(() => `${prefix}${randomBytes(6).toString('hex')}`);
  const texts = (minLength: number, maxLength: number) => fc.array(text, { minLength, maxLength });
  return fc.record({
    names: texts(atLeast, atLeast + 3),
    emails: texts(1, 4),
    customerIds: texts(atLeast - 1, atLeast + 2),
    listIds: texts(1, 3),
    userIds: texts(1, 2),
  });
};

/** The ids of one store under the address of another, and the other way round. */
const mixed = (address: Seeded, content: Seeded): Known => ({
  ...content,
  store: address.store,
  storeHash: address.storeHash,
  storeId: address.storeId,
  tenant: address.tenant,
  site: address.site,
  jopticId: address.jopticId,
});

const RUNS: Record<EngineName, number> = { sqlite: 1, postgresql: 1 };

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

  async function headersOf(
    route: Route,
    ours: Seeded,
    theirs = ours,
  ): Promise<Record<string, string>[]> {
    if (formOf(route.url) === 'bigcommerce') {
      const basic = (name: string) => Buffer.from(`${name}:${ours.secret}`).toString('base64');
      return [
        { 'x-auth-token': ours.secret },
        { authorization: `Basic ${basic(ours.keys[0] ?? '')}` },
      ];
    }
    if (formOf(route.url) === 'ecwid') return [{ authorization: `Bearer ${ours.secret}` }];
    if (formOf(route.url) === 'emporix') {
      return [{ authorization: `Bearer ${await emporixToken(service.app, ours)}` }];
    }
    const user = await token(ours.users[0] ?? '');
    if (formOf(route.url) === 'joptic') {
      return [ours, theirs].map(({ jopticId }) => ({
        authorization: `Bearer ${user}`,
        'x-store-id': jopticId,
      }));
    }
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
      ? /^theirs-|^[0-9a-f]{8}-[0-9a-f]{4}-7|^key_|^wh_|^[\w-]{43}$/.test(value)
        ? [value]
        : []
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(textsIn)
        : [];

  it('shows, changes and counts nothing of another store', { timeout: 120_000 }, async () => {
    // They have ids that we do not have, and come first in any order by store.
    const stores = fc.tuple(secretTexts('ours-'), secretTexts('theirs-', 8));
    await fc.assert(
      fc.asyncProperty(stores, fc.nat(), async ([our, their], seed) => {
        const { database } = service;
        const suffix = randomBytes(4).toString('hex');
        const theirs = await seedStore(database, `a-${suffix}`, their, `ck_their${suffix}`);
        const before = ofStore(await dump(service.engine), theirs.store);
        let ours: Seeded | undefined;
        for (const route of routes) {
          ours ??= await seedStore(database, `b-${suffix}`, our, `ck_our${suffix}`);
          const valid = await headersOf(route, ours, theirs);
          const known = [mixed(theirs, theirs), mixed(theirs, ours), mixed(ours, theirs)];
          for (const target of known) {
            const requests = rightRequestTo(route, target, { valid });
            for (const sent of fc.sample(requests, { numRuns: 2, seed })) {
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
    const names =
      forbidden !== undefined &&
      /\/v1\/stores\/|\/stores\/|\/api\/v3\/|\/shipping\//.test(sent.url);
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
    for (const route of routes.filter(({ url }) => /:store|:tenant/.test(url))) {
      const valid = await headersOf(route, { ...ours, users: ['of-no-store'] });
      // Named by what both addresses have in common, so that the answers can be compared.
      const requests = fc.sample(rightRequestTo(route, theirs, { valid }), {
        numRuns: 10,
        seed: 7,
      });
      for (const sent of requests.filter(({ url }) => /other/.test(url))) {
        const url = sent.url
          .replace('hashother', 'hashnever')
          .replace('/tother', '/tnever')
          .replace('/other', '/never');
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

  it('answers every read alike with and without another store', { timeout: 120_000 }, async () => {
    const { database, app } = service;
    const sample = (texts: fc.Arbitrary<SeedTexts>) => fc.sample(texts, 1)[0] as SeedTexts;
    const our = sample(secretTexts('ours-'));
    const their = sample(secretTexts('a-theirs-', 8));
    const ours = await seedStore(database, 'm', our, 'ck_m');
    // One comes before ours in any order, and one after.
    await seedStore(database, 'a', their, 'ck_a');
    await seedStore(database, 'z', sample(secretTexts('z-theirs-', 8)), 'ck_z');
    const reads: [Sent, string][] = [];
    for (const route of routes.filter(
      ({ method, url }) => method === 'GET' && /store|v2|customer-group|shipping/.test(url),
    )) {
      const valid = await headersOf(route, ours);
      const known = {
        ...ours,
        groups: [...ours.groups, 9],
        customers: [...ours.customers, ...their.customerIds],
      };
      for (const sent of fc.sample(rightRequestTo(route, known, { valid }), {
        numRuns: 15,
        seed: 7,
      })) {
        // A short page would show whether another store's rows count, too.
        const paged =
          /\?|:/.test(sent.url) || route.query === undefined ? sent.url : `${sent.url}?limit=3`;
        const request = { ...sent, url: paged };
        reads.push([request, await answerTo(request)]);
      }
    }
    await removeStore(database, 'a');
    await removeStore(database, 'z');
    for (const [sent, before] of reads)
      expect([sent.url, await answerTo(sent)]).toEqual([sent.url, before]);
    expect(reads.some(([, answer]) => answer.startsWith('200'))).toBe(true);
    await removeStore(database, 'm');

    async function answerTo(sent: Sent): Promise<string> {
      const { statusCode, body } = await app.inject(sent as never);
      // When a key was used is noted meanwhile.
      return `${statusCode} ${body.replace(/"lastUsedAt":[^,]*/, '')}`;
    }
  });

  it('opens no vendor’s API with the root key', async () => {
    const texts = fc.sample(secretTexts('any-'), 1)[0] as SeedTexts;
    const store = await seedStore(service.database, 'rooted', texts, 'ck_rooted');
    const before = await dump(service.engine);
    const basic = Buffer.from(`${store.keys[0]}:${ROOT_KEY}`).toString('base64');
    const valid: Record<string, string>[] = [
      { 'x-auth-token': ROOT_KEY },
      { authorization: `Basic ${basic}` },
      { authorization: `Bearer ${ROOT_KEY}` },
    ];
    const theirs = routes.filter(({ url }) => formOf(url) !== 'native');
    expect(theirs.length).toBeGreaterThan(0);
    for (const route of theirs) {
      const known = { ...store, groups: [1] };
      const refused = formOf(route.url) === 'ecwid' ? [403] : [400, 401, 404, 414];
      const requests = fc.sample(rightRequestTo(route, known, { valid }), { numRuns: 20, seed: 7 });
      for (const sent of requests) {
        const { statusCode } = await service.app.inject(sent as never);
        expect(refused, `${sent.method} ${sent.url}`).toContain(statusCode);
      }
    }
    expect(await dump(service.engine)).toEqual(before);
  });
});
