import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const at = (id: string) => `/price-lists/${encodeURIComponent(id)}`;

const FAULTS = [
  ['an empty name', { name: '' }, ['/name']],
  ['a name too long', { name: 'n'.repeat(256) }, ['/name']],
  ['a null name', { name: null }, ['/name']],
  ['a currency in small letters', { currency: 'eur' }, ['/currency']],
  ['a currency that nobody has', { currency: 'QQQ' }, ['/currency']],
  ['a null currency', { currency: null }, ['/currency']],
  ['a start that is no time', { startsAt: 'soon' }, ['/startsAt']],
  ['an end that is no day', { endsAt: '2027-02-29T00:00:00Z' }, ['/endsAt']],
  [
    'an end at its start',
    { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T01:00:00+01:00' },
    ['/endsAt'],
  ],
  [
    'an end before its start',
    { startsAt: '2030-01-02T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
    ['/endsAt'],
  ],
  ['an unknown field', { rank: 1 }, ['/rank']],
  ['two faults at once', { name: '', currency: 'x' }, ['/currency', '/name']],
] as const;

describeEngines('native price lists', (engine) => {
  const api = nativeApi(engine);

  const create = (store: TestStore, body: object = {}) =>
    store.call('POST', '/price-lists', { body: { name: 'Trade', ...body } });
  const get = async (store: TestStore, id: string) => (await store.call('GET', at(id))).json;

  it('shows a new list in the currency of its store', async () => {
    const store = await api.makeStore({ currency: 'EUR' });
    const made = await create(store, { id: 'trade' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/stores/${store.id}/price-lists/trade`);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.json).toEqual({
      id: 'trade',
      name: 'Trade',
      currency: 'EUR',
      startsAt: null,
      endsAt: null,
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.json.createdAt,
    });
    expect(await get(store, 'trade')).toEqual(made.json);
    await store.call('PATCH', '', { body: { currency: 'JPY' } });
    expect((await get(store, 'trade')).currency).toBe('EUR');
    expect((await create(store)).json.currency).toBe('JPY');
    expect((await create(store, { currency: 'USD' })).json.currency).toBe('USD');
  });

  it('makes up an id where none is given', async () => {
    const store = await api.makeStore();
    const made = [await create(store), await create(store)];
    expect(made[0]?.json.id).not.toBe(made[1]?.json.id);
    for (const { json } of made) expect(await get(store, json.id)).toEqual(json);
  });

  it('refuses an id that is taken or none', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'trade' });
    const refused = await create(store, { id: 'trade', name: 'Other' });
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('id_taken');
    expect((await get(store, 'trade')).name).toBe('Trade');
    expect((await create(await api.makeStore(), { id: 'trade' })).status).toBe(201);
    for (const id of ['', 'x'.repeat(65), 'a\u0001']) {
      expect(places(await create(store, { id }))).toEqual(['/id']);
    }
    const odd = await create(store, { id: 'Größe 1/2 🙂' });
    expect(await get(store, 'Größe 1/2 🙂')).toEqual(odd.json);
  });

  it.each(FAULTS)('refuses a list with %s', async (_, body, faults) => {
    const store = await api.makeStore();
    const made = await create(store, { id: 'p' });
    const refused = [
      await create(store, { id: 'q', ...body }),
      await store.call('PATCH', at('p'), { body }),
    ];
    for (const reply of refused) {
      expect(reply.status).toBe(400);
      expect(places(reply).sort()).toEqual(faults);
    }
    expect(await get(store, 'p')).toEqual(made.json);
    expect((await store.call('GET', at('q'))).status).toBe(404);
  });

  it('changes what a patch names and nothing else', async () => {
    const store = await api.makeStore();
    const made = await create(store, { id: 'p', startsAt: '2030-01-01T00:00:00+02:00' });
    expect(made.json.startsAt).toBe('2029-12-31T22:00:00.000Z');
    const steps = [
      [{}, {}],
      [{ name: 'Trade', startsAt: '2029-12-31T22:00:00Z' }, {}],
      [{ name: 'New' }, { name: 'New', version: 2 }],
      [{ endsAt: '2031-01-01T00:00:00.000Z' }, { endsAt: '2031-01-01T00:00:00.000Z', version: 3 }],
      [
        { startsAt: null, currency: 'CHF' },
        { startsAt: null, currency: 'CHF', version: 4 },
      ],
      [{ endsAt: null }, { endsAt: null, version: 5 }],
    ] as const;
    let expected = made.json;
    for (const [body, changes] of steps) {
      const { json } = await store.call('PATCH', at('p'), { body });
      expected = { ...expected, ...changes, updatedAt: expect.any(String) };
      expect(json).toEqual(expected);
      expect(await get(store, 'p')).toEqual(json);
    }
    const refused = await store.call('PATCH', at('p'), { body: { id: 'other' } });
    expect(places(refused)).toEqual(['/id']);
  });

  it('checks a new bound against the one that stays', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'p', startsAt: '2030-01-01T00:00:00Z' });
    const body = { endsAt: '2029-01-01T00:00:00Z' };
    expect(places(await store.call('PATCH', at('p'), { body }))).toEqual(['/endsAt']);
  });

  it('stays while a group uses it, and names those', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'p' });
    for (const name of ['Gold', 'Silver', 'Bronze']) {
      const defaultPriceListId = name === 'Bronze' ? null : 'p';
      await store.call('POST', '/groups', { body: { name, defaultPriceListId } });
    }
    const refused = await store.call('DELETE', at('p'));
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('price_list_in_use');
    expect(refused.json.detail).toContain('1 (Gold)');
    expect(refused.json.detail).toContain('2 (Silver)');
    expect(refused.json.detail).not.toContain('Bronze');
    expect((await get(store, 'p')).version).toBe(1);
    await store.call('PATCH', '/groups/1', { body: { defaultPriceListId: null } });
    await store.call('DELETE', '/groups/2');
    expect((await store.call('DELETE', at('p'))).status).toBe(204);
    expect((await store.call('GET', at('p'))).status).toBe(404);
    expect((await store.call('DELETE', at('p'))).status).toBe(404);
    expect((await create(store, { id: 'p' })).json.version).toBe(1);
  });

  it('lists by id in byte order over pages', async () => {
    const store = await api.makeStore();
    const ids = ['b', 'B', 'ä', 'a', '10', '9', '🙂', '\uffe5'];
    for (const id of ids) await create(store, { id });
    const shown: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/price-lists?limit=3${cursor && `&cursor=${cursor}`}`;
      const { json } = await store.call('GET', path);
      shown.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
    }
    expect(shown).toEqual([...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  const names = async (store: TestStore, query: string): Promise<string[]> => {
    const shown: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/price-lists?${query}${cursor && `&cursor=${cursor}`}`;
      const reply = await store.call('GET', path);
      expect(reply.status, reply.text).toBe(200);
      shown.push(...reply.json.data.map(({ name }: { name: string }) => name));
      cursor = reply.json.nextCursor;
    }
    return shown;
  };

  it('sorts by id, name and change, both ways, over pages', async () => {
    const store = await api.makeStore();
    for (const [id, name] of [
      ['1', 'zebra'],
      ['2', 'Ärzte'],
      ['3', 'apple'],
      ['4', 'Zebra'],
      ['5', '🛒'],
    ]) {
      await create(store, { id, name });
    }
    await store.call('PATCH', at('2'), { body: { endsAt: '2030-01-01T00:00:00Z' } });
    const orders = {
      id: ['zebra', 'Ärzte', 'apple', 'Zebra', '🛒'],
      name: ['apple', 'zebra', 'Zebra', 'Ärzte', '🛒'],
      updatedAt: ['zebra', 'apple', 'Zebra', '🛒', 'Ärzte'],
    };
    for (const [sort, order] of Object.entries(orders)) {
      expect(await names(store, `sort=${sort}&limit=2`), sort).toEqual(order);
      expect(await names(store, `sort=-${sort}&limit=2`), sort).toEqual(order.toReversed());
    }
    const { nextCursor } = (await store.call('GET', '/price-lists?sort=name&limit=1')).json;
    const refused = await store.call('GET', `/price-lists?sort=-name&cursor=${nextCursor}`);
    expect(places(refused)).toEqual(['cursor']);
    expect(places(await store.call('GET', '/price-lists?sort=currency'))).toEqual(['sort']);
  });

  it('searches names in any case, also after they changed', async () => {
    const store = await api.makeStore();
    for (const name of ['Händler', 'Retail 100%', 'a_b']) await create(store, { id: name, name });
    expect(await names(store, 'search=HÄND')).toEqual(['Händler']);
    expect(await names(store, 'search=%25')).toEqual(['Retail 100%']);
    expect(await names(store, 'search=_&sort=-name')).toEqual(['a_b']);
    expect(await names(store, 'search=none')).toEqual([]);
    await store.call('PATCH', at('Händler'), { body: { name: 'Trade' } });
    expect(await names(store, 'search=händ')).toEqual([]);
    expect(await names(store, 'search=TRADE&sort=name&limit=1')).toEqual(['Trade']);
  });

  it('tells which groups use it', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'p/1' });
    for (const defaultPriceListId of ['p/1', null, 'p/1']) {
      await store.call('POST', '/groups', { body: { name: 'G', defaultPriceListId } });
    }
    const query = `/groups?defaultPriceListId=${encodeURIComponent('p/1')}`;
    const { json } = await store.call('GET', query);
    expect(json.data.map(({ id }: { id: number }) => id)).toEqual([1, 3]);
    expect((await store.call('GET', '/groups?defaultPriceListId=none')).json.data).toEqual([]);
  });

  it('answers 404 for a list that is not there', async () => {
    const store = await api.makeStore();
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
      const reply = await store.call(method, at('none'), { body });
      expect(reply.status).toBe(404);
      expect(reply.json.detail).toContain('none');
    }
  });
});
