import { describe, expect, it } from 'vitest';
import { places } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

let count = 0;
const slug = () => `shop-${process.pid}-${++count}`;

/** One channel of each dialect: what is given, what is shown, and a change with what it leads to. */
const CHANNELS = [
  {
    dialect: 'bigcommerce',
    given: { storeHash: 'abc123' },
    shown: { storeHash: 'abc123', unpagedLists: false },
    patch: { unpagedLists: true },
    patched: { storeHash: 'abc123', unpagedLists: true },
    bad: { storeHash: 'a/b' },
    at: 'storeHash',
  },
  {
    dialect: 'ecwid',
    given: { storeId: 4870021 },
    shown: { storeId: 4870021, customerGroupsEnabled: true },
    patch: { customerGroupsEnabled: false },
    patched: { storeId: 4870021, customerGroupsEnabled: false },
    bad: { storeId: 0 },
    at: 'storeId',
  },
  {
    dialect: 'emporix',
    given: { tenant: 'acme', site: 'main' },
    shown: { tenant: 'acme', site: 'main' },
    patch: { site: 'outlet' },
    patched: { tenant: 'acme', site: 'outlet' },
    bad: { tenant: 'Acme!', site: 'main' },
    at: 'tenant',
  },
  {
    dialect: 'joptic',
    given: { storeId: 'store_acme' },
    shown: { storeId: 'store_acme' },
    patch: { storeId: 'store_acme_2' },
    patched: { storeId: 'store_acme_2' },
    bad: { storeId: 'two words' },
    at: 'storeId',
  },
] as const;

const FAULTS = [
  ['no name', { id: 'x' }, ['/name']],
  ['no id', { name: 'X' }, ['/id']],
  ['an empty name', { id: 'x', name: '' }, ['/name']],
  ['a name that is too long', { id: 'x', name: 'n'.repeat(256) }, ['/name']],
  ['a number as name', { id: 'x', name: 7 }, ['/name']],
  ['capitals in the id', { id: 'Acme', name: 'X' }, ['/id']],
  ['a hyphen at the end of the id', { id: 'acme-', name: 'X' }, ['/id']],
  ['a hyphen at the start of the id', { id: '-acme', name: 'X' }, ['/id']],
  ['a slash in the id', { id: 'a/b', name: 'X' }, ['/id']],
  ['an id of 64 characters', { id: 'a'.repeat(64), name: 'X' }, ['/id']],
  ['a currency in small letters', { id: 'x', name: 'X', currency: 'usd' }, ['/currency']],
  ['a currency that nobody has', { id: 'x', name: 'X', currency: 'QQQ' }, ['/currency']],
  ['an unknown field', { id: 'x', name: 'X', colour: 'red' }, ['/colour']],
  ['an unknown channel', { id: 'x', name: 'X', channels: { acme: {} } }, ['/channels/acme']],
  ['two faults at once', { id: 'X', name: '', currency: 'USD' }, ['/id', '/name']],
  ['an array for a body', [], ['']],
] as const;

describeEngines('native stores', (engine) => {
  const api = nativeApi(engine);
  const create = (body: object) => api.call('POST', '/v1/stores', { body });

  it('shows a new store with all its defaults', async () => {
    const id = slug();
    const created = await create({ id, name: 'Acme Optics' });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/v1/stores/${id}`);
    expect(created.headers.get('etag')).toBe('"1"');
    const times = { createdAt: expect.any(String), updatedAt: created.json.createdAt };
    expect(created.json).toEqual({
      id,
      name: 'Acme Optics',
      currency: 'USD',
      channels: {},
      version: 1,
      ...times,
    });
    expect(created.json.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const read = await api.call('GET', `/v1/stores/${id}`);
    expect(read.json).toEqual(created.json);
  });

  it.each(FAULTS)('refuses a new store with %s', async (_, body, faults) => {
    const refused = await create(body);
    expect(refused.status).toBe(400);
    expect(places(refused).sort()).toEqual(faults);
  });

  it.each([
    ['one letter', () => 'a'],
    ['63 characters', () => 'b'.repeat(63)],
    ['digits alone', () => '2026'],
    ['inner hyphens', () => 'a--b'],
  ])('takes an id that has %s', async (_, id) => {
    const created = await create({ id: id(), name: 'X' });
    expect(created.status).toBe(201);
    expect((await api.call('GET', `/v1/stores/${id()}`)).json).toEqual(created.json);
  });

  it('refuses the id of a store that exists', async () => {
    const { id } = await api.makeStore();
    const refused = await create({ id, name: 'Another' });
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('id_taken');
  });

  it('lists all stores by id over pages', async () => {
    for (let i = 0; i < 5; i++) await api.makeStore();
    const all = (await api.call('GET', '/v1/stores?limit=200')).json;
    expect(all.nextCursor).toBeNull();
    const ids = all.data.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...ids].sort());
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await api.call('GET', `/v1/stores?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.json.data.length).toBeLessThanOrEqual(2);
      paged.push(...page.json.data.map(({ id }: { id: string }) => id));
      cursor = page.json.nextCursor;
    }
    expect(paged).toEqual(ids);
  });

  it('changes what a patch names and nothing else', async () => {
    const store = await api.makeStore({ currency: 'EUR' });
    const before = (await store.call('GET', '')).json;
    const patched = await store.call('PATCH', '', { body: { name: 'Renamed' } });
    expect(patched.status).toBe(200);
    expect(patched.json).toEqual({
      ...before,
      name: 'Renamed',
      version: 2,
      updatedAt: expect.any(String),
    });
    expect(patched.json.updatedAt >= before.updatedAt).toBe(true);
    expect((await store.call('GET', '')).json).toEqual(patched.json);
  });

  it('keeps the version when a patch changes nothing', async () => {
    const store = await api.makeStore({ channels: { joptic: { storeId: slug() } } });
    const before = (await store.call('GET', '')).json;
    for (const body of [{}, { name: before.name, currency: 'USD' }]) {
      const patched = await store.call('PATCH', '', { body });
      expect(patched.json).toEqual(before);
    }
  });

  it.each([
    ['name', { name: null }, '/name'],
    ['currency', { currency: 'EURO' }, '/currency'],
    ['id', { id: 'other' }, '/id'],
    ['version', { version: 9 }, '/version'],
  ])('refuses a patch with a bad %s', async (_, body, place) => {
    const store = await api.makeStore();
    const refused = await store.call('PATCH', '', { body });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([place]);
  });

  describe.each(CHANNELS)(
    'channel $dialect',
    ({ dialect, given, shown, patch, patched, bad, at }) => {
      const withChannel = (settings: object | null) => ({ channels: { [dialect]: settings } });

      it('shows every setting, changes some, and goes', async () => {
        const id = slug();
        const created = await create({ id, name: 'X', ...withChannel(given) });
        expect(created.json.channels).toEqual({ [dialect]: shown });
        const path = `/v1/stores/${id}`;
        const changed = await api.call('PATCH', path, { body: withChannel(patch) });
        expect(changed.json.channels).toEqual({ [dialect]: patched });
        const removed = await api.call('PATCH', path, { body: withChannel(null) });
        expect(removed.json).toMatchObject({ channels: {}, version: 3 });
      });

      it('gives an address to one store at a time', async () => {
        const [first, second] = [slug(), slug()];
        const body = (id: string) => ({ id, name: 'X', ...withChannel(given) });
        expect((await create(body(first))).status).toBe(201);
        const refused = await create(body(second));
        expect(refused.status).toBe(409);
        expect(refused.json.code).toBe('address_taken');
        expect((await api.call('GET', `/v1/stores/${second}`)).status).toBe(404);

        const other = await api.makeStore();
        const taken = await api.call('PATCH', `/v1/stores/${other.id}`, {
          body: withChannel(given),
        });
        expect(taken.status).toBe(409);
        expect((await other.call('GET', '')).json).toMatchObject({ channels: {}, version: 1 });

        expect((await api.call('DELETE', `/v1/stores/${first}`)).status).toBe(204);
        const freed = await api.call('PATCH', `/v1/stores/${other.id}`, {
          body: withChannel(given),
        });
        expect(freed.json.channels).toEqual({ [dialect]: shown });
        await api.call('DELETE', `/v1/stores/${other.id}`);
      });

      it('refuses a bad setting at its place', async () => {
        const refused = await create({ id: slug(), name: 'X', ...withChannel(bad) });
        expect(refused.status).toBe(400);
        expect(places(refused)).toEqual([`/channels/${dialect}/${at}`]);
        const unknown = await create({
          id: slug(),
          name: 'X',
          ...withChannel({ ...given, colour: 'red' }),
        });
        expect(places(unknown)).toEqual([`/channels/${dialect}/colour`]);
      });

      it('needs its address when a patch makes it', async () => {
        const { id } = await api.makeStore();
        const refused = await api.call('PATCH', `/v1/stores/${id}`, { body: withChannel({}) });
        expect(refused.status).toBe(400);
        expect(places(refused)).toContain(`/channels/${dialect}/${at}`);
      });
    },
  );

  it('has any subset of the channels at once', async () => {
    const channels = {
      bigcommerce: { storeHash: `h${process.pid}`, unpagedLists: true },
      ecwid: { storeId: process.pid, customerGroupsEnabled: false },
      emporix: { tenant: `t${process.pid}`, site: 'b2b shop' },
      joptic: { storeId: `store_${process.pid}` },
    };
    const store = await api.makeStore({ channels });
    expect((await store.call('GET', '')).json.channels).toEqual(channels);
    const body = { channels: { ecwid: null } };
    const { ecwid: _, ...others } = channels;
    const patched = await api.call('PATCH', `/v1/stores/${store.id}`, { body });
    expect(patched.json.channels).toEqual(others);
  });

  it('gives a setting back its default on null', async () => {
    const storeHash = `n${process.pid}`;
    const { id } = await api.makeStore({
      channels: { bigcommerce: { storeHash, unpagedLists: true } },
    });
    const body = { channels: { bigcommerce: { unpagedLists: null } } };
    const patched = await api.call('PATCH', `/v1/stores/${id}`, { body });
    expect(patched.json.channels).toEqual({ bigcommerce: { storeHash, unpagedLists: false } });
  });

  it('tells two sites of one tenant apart', async () => {
    const tenant = `s${process.pid}`;
    const sites = ['main', 'outlet'].map((site) => ({ channels: { emporix: { tenant, site } } }));
    for (const channels of sites) await api.makeStore(channels);
    const again = await create({ id: slug(), name: 'X', ...sites[1] });
    expect(again.json.code).toBe('address_taken');
  });

  it.each([
    ['POST', '', { id: 'mine', name: 'Mine' }],
    ['GET', '', undefined],
  ])('leaves %s of all stores to the root key', async (method, _, body) => {
    const store = await api.makeStore();
    const refused = await api.call(method, '/v1/stores', { key: store.key, body });
    expect(refused.status).toBe(403);
  });

  it('leaves channels and deletion to the root key', async () => {
    const store = await api.makeStore();
    const body = { channels: { joptic: { storeId: slug() } } };
    expect((await store.call('PATCH', '', { body })).status).toBe(403);
    expect((await store.call('DELETE', '')).status).toBe(403);
    expect((await store.call('GET', '')).json.channels).toEqual({});
    expect((await store.call('PATCH', '', { body: { currency: 'EUR' } })).status).toBe(200);
  });

  it('goes with everything in it, keys at once', async () => {
    const store = await api.makeStore();
    const list = await store.call('POST', '/price-lists', { body: { name: 'Trade' } });
    const parent = await store.call('POST', '/groups', {
      body: { name: 'A', isDefault: true, defaultPriceListId: list.json.id },
    });
    await store.call('POST', '/groups', { body: { name: 'B', parentId: parent.json.id } });
    await store.call('PATCH', '/groups/1', { body: { name: 'A2' } });
    await store.call('POST', '/customers', { body: { id: 'c1' } });
    await store.call('PUT', '/users/anna', { body: { active: true, scopes: [] } });
    await store.call('POST', '/groups', {
      body: { name: 'C' },
      headers: { 'idempotency-key': 'once' },
    });

    expect((await api.call('DELETE', `/v1/stores/${store.id}`)).status).toBe(204);
    expect((await store.call('GET', '/groups')).status).toBe(401);
    for (const path of [
      '',
      '/groups',
      '/customers/c1',
      '/users',
      '/keys',
      '/price-lists',
      '/products',
    ]) {
      expect((await api.call('GET', `/v1/stores/${store.id}${path}`)).status).toBe(404);
    }
    expect((await api.call('DELETE', `/v1/stores/${store.id}`)).status).toBe(404);

    const again = await create({ id: store.id, name: 'Again' });
    expect(again.status).toBe(201);
    for (const path of [
      '/groups',
      '/customers',
      '/users',
      '/keys',
      '/price-lists',
      '/categories',
      '/products',
    ]) {
      const { json } = await api.call('GET', `/v1/stores/${store.id}${path}`);
      expect(json).toEqual({ data: [], nextCursor: null });
    }
    expect((await store.call('GET', '/groups')).status).toBe(401);
    const group = await api.call('POST', `/v1/stores/${store.id}/groups`, { body: { name: 'A' } });
    expect(group.json.id).toBe(1);
    expect(group.json.publicId).not.toBe(parent.json.publicId);
  });

  it('answers 404 to writes that its deletion overtakes', async () => {
    const store = await api.makeStore();
    const paths = ['/keys', '/groups', '/customers', '/price-lists'];
    const replies = await Promise.all([
      api.call('DELETE', `/v1/stores/${store.id}`),
      ...paths.map((path) =>
        api.call('POST', `/v1/stores/${store.id}${path}`, {
          body: path === '/keys' ? { name: 'x', scopes: [] } : { name: 'x' },
        }),
      ),
      api.call('PUT', `/v1/stores/${store.id}/users/anna`, { body: { active: true, scopes: [] } }),
    ]);
    const [deleted, ...others] = replies.map(({ status }) => status);
    expect(deleted).toBe(204);
    for (const status of others) expect([201, 404]).toContain(status);
  });

  it('answers 404 for a store that is not there', async () => {
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const) {
      const reply = await api.call(method, '/v1/stores/nowhere', { body });
      expect(reply.status).toBe(404);
      expect(reply.json.code).toBe('not_found');
    }
  });
});
