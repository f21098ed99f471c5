import { exportSPKI, type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { type Issuer, type IssuerKey, issuerKey, startIssuer } from '../../helpers/issuer.js';
import { type JOpticStore, jopticApi, tokenOf, UNAUTHORIZED } from '../../helpers/joptic.js';
import { JWT_SECRET } from '../../helpers/service.js';

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

type Key = Parameters<SignJWT['sign']>[0];

/** A token of any algorithm and header. */
const signed = (claims: JWTPayload, header: JWTHeaderParameters, key: Key): Promise<string> =>
  new SignJWT({ exp: inSeconds(3600), ...claims }).setProtectedHeader(header).sign(key);

const bytes = (text: string) => new TextEncoder().encode(text);
const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const none = (claims: JWTPayload) => new UnsecuredJWT(claims).encode();

/** Of a token, what does not follow from the others. */
const parts = (token: string) => token.split('.') as [string, string, string];

const ask = async (store: JOpticStore, token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  const { status, text } = await store.call('GET', '', { headers });
  return status === 200 ? 'taken' : status === 401 && text === UNAUTHORIZED ? 'refused' : text;
};

type TokenOf = (user: string) => Promise<string> | string;

const GOOD: readonly (readonly [string, TokenOf])[] = [
  ['an end to come', (sub) => tokenOf({ sub })],
  ['no end', (sub) => tokenOf({ sub, exp: undefined })],
  ['a beginning that is past', (sub) => tokenOf({ sub, nbf: inSeconds(-1) })],
  ['claims of any kind', (sub) => tokenOf({ sub, iss: 'x', aud: ['y'], role: { admin: true } })],
  ['no type', (sub) => signed({ sub }, { alg: 'HS256' }, bytes(JWT_SECRET))],
  ['the name of a key', (sub) => signed({ sub }, { alg: 'HS256', kid: 'k' }, bytes(JWT_SECRET))],
  ['as many claims as fit', (sub) => tokenOf({ sub, role: 'x'.repeat(10_000) })],
];

const BAD: readonly (readonly [string, TokenOf])[] = [
  ['that has ended', (sub) => tokenOf({ sub, exp: inSeconds(-1) })],
  ['that ends now', (sub) => tokenOf({ sub, exp: inSeconds(0) })],
  ['that has not begun', (sub) => tokenOf({ sub, nbf: inSeconds(60) })],
  ['whose end is a text', (sub) => tokenOf({ sub, exp: 'never' as never })],
  ['whose beginning is a text', (sub) => tokenOf({ sub, nbf: '0' as never })],
  ['of another secret', (sub) => tokenOf({ sub }, `${JWT_SECRET}x`)],
  ['of no algorithm', (sub) => none({ sub })],
  [
    'of no algorithm, with a signature',
    async (sub) => none({ sub }) + parts(await tokenOf({ sub }))[2],
  ],
  ['of no algorithm in another case', (sub) => `${encoded({ alg: 'None' })}.${encoded({ sub })}.`],
  ['of HS384', (sub) => signed({ sub }, { alg: 'HS384' }, bytes(JWT_SECRET.repeat(2)))],
  [
    'of HS512 and the secret',
    (sub) => signed({ sub }, { alg: 'HS512' }, bytes(JWT_SECRET.repeat(2))),
  ],
  [
    'of RS256',
    async (sub) => signed({ sub }, { alg: 'RS256' }, (await issuerKey('RS256', 'r')).privateKey),
  ],
  [
    'of ES256',
    async (sub) => signed({ sub }, { alg: 'ES256' }, (await issuerKey('ES256', 'e')).privateKey),
  ],
  [
    'of EdDSA',
    async (sub) => signed({ sub }, { alg: 'EdDSA' }, (await issuerKey('EdDSA', 'd')).privateKey),
  ],
  ['of nobody', () => tokenOf({})],
  ['of an empty user', () => tokenOf({ sub: '' })],
  ['of a number', () => tokenOf({ sub: 7 as never })],
  ['of several users', (sub) => tokenOf({ sub: [sub] as never })],
  ['of NUL', (sub) => tokenOf({ sub: `${sub}\0` })],
  ['of half a surrogate pair', (sub) => tokenOf({ sub: `${sub}\ud800` })],
  ['without its signature', async (sub) => (await tokenOf({ sub })).replace(/[^.]+$/, '')],
  [
    'of two parts',
    async (sub) =>
      parts(await tokenOf({ sub }))
        .slice(0, 2)
        .join('.'),
  ],
  ['of four parts', async (sub) => `${await tokenOf({ sub })}.x`],
  ['of five parts', async (sub) => `${await tokenOf({ sub })}.x.y`],
  [
    'with the signature of another',
    async (sub) => {
      const [header, payload] = parts(await tokenOf({ sub }));
      return `${header}.${payload}.${parts(await tokenOf({ sub: 'other' }))[2]}`;
    },
  ],
  [
    'whose claims were changed',
    async (sub) => {
      const [header, , signature] = parts(await tokenOf({ sub: 'other' }));
      return `${header}.${encoded({ sub, exp: inSeconds(60) })}.${signature}`;
    },
  ],
  [
    'whose header is no JSON',
    async (sub) =>
      `${encoded('{')}.${parts(await tokenOf({ sub }))
        .slice(1)
        .join('.')}`,
  ],
  [
    'whose header is null',
    async (sub) =>
      `${encoded(null)}.${parts(await tokenOf({ sub }))
        .slice(1)
        .join('.')}`,
  ],
  [
    'whose claims are no JSON',
    async (sub) => `${parts(await tokenOf({ sub }))[0]}.${encoded('{')}.x`,
  ],
  [
    'that has parts that must be understood',
    (sub) =>
      signed({ sub }, { alg: 'HS256', crit: ['x'], x: 1 } as never, bytes(JWT_SECRET)).catch(
        () => `${encoded({ alg: 'HS256', crit: ['x'], x: 1 })}.${encoded({ sub })}.x`,
      ),
  ],
  ['of nothing but dots', () => '..'],
  ['of what is no base64', () => '!.!.!'],
  ['as long as headers may be', () => `${'x'.repeat(15_000)}.y.z`],
];

describeEngines('JOptic tokens of a secret', (engine) => {
  const api = jopticApi(engine);

  it.each(GOOD)('are taken with %s', async (_, tokenOfUser) => {
    const store = await api.makeStore();
    expect(await ask(store, await tokenOfUser(store.user))).toBe('taken');
  });

  it.each(BAD)('are refused: one %s', async (_, tokenOfUser) => {
    const store = await api.makeStore();
    expect(await ask(store, await tokenOfUser(store.user))).toBe('refused');
  });

  it('name users of any script', async () => {
    const store = await api.makeStore('Zoë|🔑/ %00');
    expect(await ask(store, await tokenOf({ sub: 'Zoë|🔑/ %00' }))).toBe('taken');
    expect(await ask(store, await tokenOf({ sub: 'Zoe|🔑/ %00' }))).not.toBe('taken');
  });

  it('end while they are used', async () => {
    const store = await api.makeStore();
    const exp = inSeconds(2);
    const token = await tokenOf({ sub: store.user, exp });
    expect(await ask(store, token)).toBe('taken');
    let answer = 'taken';
    while (answer === 'taken') answer = await ask(store, token);
    expect(answer).toBe('refused');
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1000);
  });

  it('longer than headers may be are refused in this API’s form', async () => {
    const headers = { authorization: `Bearer ${'x'.repeat(17_000)}` };
    const reply = await call(api.service.origin, 'GET', '/customer-group', { key: '', headers });
    expect([reply.status, reply.json]).toEqual([
      431,
      {
        statusCode: 431,
        message: expect.any(String),
        error: 'Request Header Fields Too Large',
      },
    ]);
  });
});

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'clientele';

// No database has a part in it: one engine will do.
describe('JOptic tokens of an issuer', () => {
  let issuer: Issuer;
  let keys: Readonly<Record<'RS256' | 'ES256' | 'EdDSA', IssuerKey>>;
  const environment: Record<string, string> = {
    CLIENTELE_JWT_SECRET: '',
    CLIENTELE_JWT_ISSUER: ISSUER,
    CLIENTELE_JWT_AUDIENCE: AUDIENCE,
  };
  beforeAll(async () => {
    issuer = await startIssuer();
    environment.CLIENTELE_JWKS_URL = issuer.url;
    const [RS256, ES256, EdDSA] = await Promise.all([
      issuerKey('RS256', 'rsa'),
      issuerKey('ES256', 'elliptic'),
      issuerKey('EdDSA', 'edwards'),
    ]);
    keys = { RS256, ES256, EdDSA };
  });
  afterAll(() => issuer.close());
  const api = jopticApi('sqlite', { environment });

  const issued = ({ alg, kid, privateKey }: IssuerKey, claims: JWTPayload, header = {}) =>
    signed({ iss: ISSUER, aud: AUDIENCE, ...claims }, { alg, kid, ...header }, privateKey);
  const published = () => Object.values(keys).map(({ jwk }) => jwk);

  /** A store whose user has shown a valid token: the keys are known. */
  async function makeStore(): Promise<JOpticStore> {
    const store = await api.makeStore();
    issuer.publish(...published());
    expect(await ask(store, await issued(keys.RS256, { sub: store.user }))).toBe('taken');
    return store;
  }

  /** The service asks for keys at most this often, apart from the first time. */
  const COOLDOWN_MS = 2_000;

  // Before anything else, since keys that were once read are kept.
  it('are refused while the issuer does not answer, or nonsense', async () => {
    const store = await api.makeStore();
    const token = await issued(keys.RS256, { sub: store.user });
    for (const answer of [
      (response) => response.writeHead(500).end(),
      (response) => response.writeHead(302, { location: '/' }).end(),
      (response) => response.end('<html>'),
      (response) => response.end('{"keys":"none"}'),
      (response) => response.end('null'),
      (response) => response.destroy(),
    ] satisfies Parameters<Issuer['answerWith']>[0][]) {
      issuer.answerWith(answer);
      expect(await ask(store, token)).toBe('refused');
    }
    expect(api.service.log()).toContain('The issuer’s keys cannot be had');
    issuer.publish(...published());
    expect(await ask(store, token)).toBe('taken');
  });

  it.each(['RS256', 'ES256', 'EdDSA'] as const)('are taken with %s', async (alg) => {
    const store = await makeStore();
    expect(await ask(store, await issued(keys[alg], { sub: store.user }))).toBe('taken');
    const claims = { sub: store.user, aud: ['other', AUDIENCE] };
    expect(await ask(store, await issued(keys[alg], claims, { kid: undefined }))).toBe('taken');
  });

  it('are refused when a claim is not as it must be', async () => {
    const store = await makeStore();
    const { user: sub } = store;
    for (const claims of [
      { sub, iss: 'https://other.example' },
      { sub, iss: undefined },
      { sub, iss: `${ISSUER}/` },
      { sub, aud: 'other' },
      { sub, aud: undefined },
      { sub, aud: [] },
      { sub, exp: inSeconds(-1) },
      { sub, nbf: inSeconds(60) },
      { sub: undefined },
      { sub: 7 as never },
    ]) {
      for (const key of Object.values(keys)) {
        expect(await ask(store, await issued(key, claims)), JSON.stringify(claims)).toBe('refused');
      }
    }
  });

  it('are refused when the secret is a public key, or any other', async () => {
    const store = await makeStore();
    const { RS256 } = keys;
    const claims = { sub: store.user, iss: ISSUER, aud: AUDIENCE };
    const pem = await exportSPKI(RS256.publicKey);
    const secrets = [pem, pem.trim(), JSON.stringify(RS256.jwk), String(RS256.jwk.n), JWT_SECRET];
    for (const secret of secrets) {
      for (const kid of [RS256.kid, undefined]) {
        const header = { alg: 'HS256', ...(kid && { kid }) };
        expect(await ask(store, await signed(claims, header, bytes(secret)))).toBe('refused');
      }
    }
    expect(await ask(store, none(claims))).toBe('refused');
  });

  it('are refused when another key has signed them, whatever the header says', async () => {
    const store = await makeStore();
    const claims = { sub: store.user };
    const stranger = await issuerKey('RS256', keys.RS256.kid);
    const elsewhere = await startIssuer();
    elsewhere.publish(stranger.jwk);
    const headers = [{}, { jwk: stranger.jwk }, { jku: elsewhere.url }, { kid: undefined }];
    for (const header of [...headers, { kid: keys.ES256.kid }, { kid: '../etc/passwd' }]) {
      expect(await ask(store, await issued(stranger, claims, header))).toBe('refused');
    }
    const pss = await issuerKey('PS256', keys.RS256.kid);
    expect(await ask(store, await issued(pss, claims))).toBe('refused');
    expect(elsewhere.asked()).toBe(0);
    await elsewhere.close();
  });

  it('are refused for a key that is broken, and taken for those beside it', async () => {
    const store = await makeStore();
    const key = await issuerKey('RS256', 'broken');
    issuer.publish(...published(), { ...key.jwk, n: 'AQAB' });
    const before = issuer.asked();
    const token = await issued(key, { sub: store.user });
    while (issuer.asked() === before) expect(await ask(store, token)).toBe('refused');
    expect(await ask(store, token)).toBe('refused');
    expect(await ask(store, await issued(keys.ES256, { sub: store.user }))).toBe('taken');
  });

  it('need the issuer once', async () => {
    const store = await makeStore();
    const before = issuer.asked();
    for (let i = 0; i < 5; i++) {
      for (const key of Object.values(keys)) {
        expect(await ask(store, await issued(key, { sub: store.user }))).toBe('taken');
      }
    }
    expect(issuer.asked()).toBe(before);
    issuer.answerWith((response) => response.destroy());
    expect(await ask(store, await issued(keys.RS256, { sub: store.user }))).toBe('taken');
  });

  it('of unknown keys do not make the issuer busy', async () => {
    const store = await makeStore();
    const stranger = await issuerKey('ES256', 'unknown');
    const before = issuer.asked();
    const began = Date.now();
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, i) => issued(stranger, { sub: store.user }, { kid: `k${i}` })),
    );
    const answers = await Promise.all(tokens.map((token) => ask(store, token)));
    expect(new Set(answers)).toEqual(new Set(['refused']));
    const times = 1 + Math.ceil((Date.now() - began) / COOLDOWN_MS);
    expect(issuer.asked() - before).toBeLessThanOrEqual(times);
  });

  // After everything else, since the keys of the others are gone then.
  it('of a new key are taken as soon as the key is found', async () => {
    const store = await makeStore();
    const key = await issuerKey('ES256', 'new');
    issuer.publish(key.jwk);
    const token = await issued(key, { sub: store.user });
    let answer = 'refused';
    while (answer === 'refused') answer = await ask(store, token);
    expect(answer).toBe('taken');
    // What is not published any more is not taken any more.
    expect(await ask(store, await issued(keys.RS256, { sub: store.user }))).toBe('refused');
  });
});
