import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeStore, type Reply, type TestStore } from '../../helpers/api.js';
import { type RunningService, startService } from '../../helpers/service.js';

const LIMIT = 4;

describe('failed credentials', () => {
  let service: RunningService;
  let store: TestStore;
  let addresses = 0;
  beforeAll(async () => {
    service = await startService('sqlite', {
      environment: {
        CLIENTELE_RATE_LIMIT: 'on',
        CLIENTELE_LIMIT_FAILED_CREDENTIALS: String(LIMIT),
        CLIENTELE_TRUST_PROXY: 'loopback',
      },
    });
    store = await makeStore(service.origin, {
      channels: {
        bigcommerce: { storeHash: 'guess' },
        ecwid: { storeId: 77 },
        emporix: { tenant: 'guess', site: 'main' },
        joptic: { storeId: 'guess' },
      },
    });
  });
  afterAll(() => service.close());

  const newAddress = () => `192.0.2.${++addresses}`;

  /** One failure through each API, with what it answers before and after the limit. */
  const attempts: Record<string, (address: string) => Promise<Reply>> = {
    'a key of the native API': (from) =>
      read(`/v1/stores/${store.id}/groups`, from, 'Bearer wrong'),
    'a user’s token of the native API': (from) =>
      read(`/v1/stores/${store.id}/groups`, from, 'Bearer a.b.c'),
    'the code of a sign-in link': (from) =>
      call(service.origin, 'POST', '/v1/sessions', {
        key: '',
        body: { code: 'wrong' },
        headers: { 'x-forwarded-for': from },
      }),
    BigCommerce: (from) => read('/stores/guess/v2/customer_groups', from, '', 'wrong'),
    Ecwid: (from) => read('/api/v3/77/customer_groups?token=wrong', from),
    Emporix: (from) => read('/shipping/guess/main/groups', from, 'Bearer wrong'),
    'Emporix’s token endpoint': (from) =>
      call(service.origin, 'POST', '/oauth/token', {
        key: '',
        body: 'grant_type=client_credentials&client_id=key_x&client_secret=wrong',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-forwarded-for': from,
        },
      }),
    JOptic: (from) => read('/customer-group', from, 'Bearer wrong'),
  };

  function read(path: string, from: string, authorization = '', token = ''): Promise<Reply> {
    return call(service.origin, 'GET', path, {
      key: '',
      headers: {
        'x-forwarded-for': from,
        'x-store-id': 'guess',
        ...(authorization && { authorization }),
        ...(token && { 'x-auth-token': token }),
      },
    });
  }

  it.each(Object.entries(attempts))('are refused beyond the limit: %s', async (_, attempt) => {
    const address = newAddress();
    for (let i = 0; i < LIMIT; i++) expect([401, 403]).toContain((await attempt(address)).status);
    const { status, headers, text } = await attempt(address);
    expect(status, text).toBe(429);
    const [wait] = [headers.get('retry-after'), headers.get('x-retry-after')].filter(Boolean);
    expect(Number(wait)).toBeGreaterThanOrEqual(1);
    expect(Number(wait)).toBeLessThanOrEqual(60);
    expect((await attempt(newAddress())).status).not.toBe(429);
  });

  it('are counted over all APIs together', async () => {
    const address = newAddress();
    const statuses: number[] = [];
    for (const attempt of Object.values(attempts)) statuses.push((await attempt(address)).status);
    expect(statuses.map((status) => status === 429)).toEqual(
      statuses.map((_, index) => index >= LIMIT),
    );
  });

  it('do not hold up who shows a valid one from the same address', async () => {
    const address = newAddress();
    const path = `/v1/stores/${store.id}/groups`;
    for (let i = 0; i <= LIMIT; i++) await read(path, address, 'Bearer wrong');
    expect((await read(path, address, `Bearer ${store.key}`)).status).toBe(200);
  });

  it('are not counted for a credential that is missing', async () => {
    const address = newAddress();
    const path = `/v1/stores/${store.id}/groups`;
    for (let i = 0; i <= LIMIT; i++) expect((await read(path, address)).status).toBe(401);
    expect((await read(path, address, 'Bearer wrong')).status).toBe(401);
  });

  it('are counted by /64 with IPv6', async () => {
    const path = `/v1/stores/${store.id}/groups`;
    for (let i = 0; i < LIMIT; i++) await read(path, `2001:db8:1:2::${i}`, 'Bearer wrong');
    expect((await read(path, '2001:db8:1:2:ffff::1', 'Bearer wrong')).status).toBe(429);
    expect((await read(path, '2001:db8:1:3::1', 'Bearer wrong')).status).toBe(401);
  });
});

describe('the address of a request', () => {
  const attempt = (service: RunningService, from: string) =>
    call(service.origin, 'GET', '/v1/stores/none/groups', {
      key: 'wrong',
      headers: { 'x-forwarded-for': from },
    });
  /** Whether two requests count as from one address. */
  async function countAsOne(setting: string | undefined, one: string, other: string) {
    const service = await startService('sqlite', {
      environment: {
        CLIENTELE_RATE_LIMIT: 'on',
        CLIENTELE_LIMIT_FAILED_CREDENTIALS: '1',
        ...(setting && { CLIENTELE_TRUST_PROXY: setting }),
      },
    });
    try {
      expect((await attempt(service, one)).status).toBe(401);
      return (await attempt(service, other)).status === 429;
    } finally {
      await service.close();
    }
  }

  it.each([
    [
      'is that of the connection, whatever a header says',
      undefined,
      '192.0.2.1',
      '192.0.2.2',
      true,
    ],
    ['is what a trusted proxy says', 'loopback', '192.0.2.1', '192.0.2.2', false],
    ['is not what a proxy says that is not trusted', '10.0.0.0/8', '192.0.2.1', '192.0.2.2', true],
    ['is what the last proxy says', '1', '192.0.2.1, 192.0.2.9', '192.0.2.2, 192.0.2.9', true],
    [
      'is what the first of two proxies says',
      '2',
      '192.0.2.1, 10.0.0.9',
      '192.0.2.2, 10.0.0.9',
      false,
    ],
    ['survives a header that is no address', '1', 'nonsense', 'other nonsense', false],
  ])('%s', async (_, setting, one, other, same) => {
    expect(await countAsOne(setting, one, other)).toBe(same);
  });
});
