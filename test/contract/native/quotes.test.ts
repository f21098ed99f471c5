import { describe, expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describeEngines('native quotes', (engine) => {
  const api = nativeApi(engine);

  /** A shop with two products, a category tree, a price list, and groups that use them. */
  async function makeShop() {
    const store = await api.makeStore();
    const put = async (method: string, path: string, body: object) => {
      const reply = await store.call(method, path, { body });
      expect(reply.status, reply.text).toBeLessThan(300);
      return reply.json;
    };
    await put('PUT', '/categories', {
      categories: [
        { id: 'eyewear', name: 'Eyewear' },
        { id: 'frames', name: 'Frames', parentId: 'eyewear' },
      ],
    });
    await put('PUT', '/products', {
      products: [
        { id: 'frame', name: 'A frame', price: '100.00', categoryIds: ['frames'] },
        { id: 'cloth', name: 'A cloth', price: '4.99' },
      ],
    });
    await put('POST', '/price-lists', { id: 'trade', name: 'Trade' });
    await put('PUT', '/price-lists/trade/prices', {
      prices: [
        { productId: 'frame', amount: '80.00' },
        { productId: 'frame', minQuantity: 10, amount: '70.00' },
      ],
    });
    const rule = { type: 'category', categoryId: 'eyewear', method: 'percent', amount: '10' };
    const club = await put('POST', '/groups', { name: 'Club', discountRules: [rule] });
    const trade = await put('POST', '/groups', { name: 'Trade', defaultPriceListId: 'trade' });
    await put('POST', '/customers', { id: 'c1', groupIds: [club.id] });
    await put('POST', '/customers', { id: 'c2', groupIds: [club.id, trade.id] });
    return { store, club: club.id as number, trade: trade.id as number };
  }

  const ask = (store: TestStore, body: object) =>
    store.call('POST', '/quotes', { body: { items: [{ productId: 'frame' }], ...body } });
  async function priceOf(store: TestStore, body: object = {}): Promise<string> {
    const reply = await ask(store, body);
    expect(reply.status, reply.text).toBe(200);
    return reply.json.items[0].unitPrice;
  }

  it('answer what a customer pays, and what made the price', async () => {
    const { store, club } = await makeShop();
    const before = new Date().toISOString();
    const { status, json } = await store.call('POST', '/quotes', {
      body: {
        customerId: 'c1',
        items: [{ productId: 'frame', quantity: 2 }, { productId: 'cloth' }],
      },
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      currency: 'USD',
      at: expect.any(String),
      total: '184.99',
      items: [
        {
          productId: 'frame',
          quantity: 2,
          accessible: true,
          listPrice: '100.00',
          unitPrice: '90.00',
          total: '180.00',
          groupId: club,
          priceListId: null,
          rule: { type: 'category', categoryId: 'eyewear', method: 'percent', amount: '10.0000' },
        },
        {
          productId: 'cloth',
          quantity: 1,
          accessible: true,
          listPrice: '4.99',
          unitPrice: '4.99',
          total: '4.99',
          groupId: null,
          priceListId: null,
          rule: null,
        },
      ],
    });
    expect(json.at >= before && json.at <= new Date().toISOString()).toBe(true);
  });

  it('take the best of a customer’s groups, by quantity', async () => {
    const { store, trade } = await makeShop();
    const { json } = await store.call('POST', '/quotes', {
      body: {
        customerId: 'c2',
        items: [
          { productId: 'frame', quantity: 9 },
          { productId: 'frame', quantity: 10 },
        ],
      },
    });
    expect(json.items).toMatchObject([
      { unitPrice: '80.00', total: '720.00', groupId: trade, priceListId: 'trade', rule: null },
      { unitPrice: '70.00', total: '700.00', groupId: trade, priceListId: 'trade', rule: null },
    ]);
    expect(json.total).toBe('1420.00');
  });

  it('explain every candidate with its reason', async () => {
    const { store, club, trade } = await makeShop();
    await store.call('PATCH', `/groups/${club}`, { body: { isActive: false } });
    const { json } = await ask(store, { customerId: 'c2', explain: true });
    const [item] = json.items;
    expect(item.unitPrice).toBe('80.00');
    expect(item.explanation.map(({ groupId }: { groupId: number }) => groupId)).toEqual([
      club,
      trade,
      null,
    ]);
    expect(item.explanation).toMatchObject([
      { groupId: club, chosen: false, reason: 'group inactive', unitPrice: null },
      {
        base: '80.00',
        priceListId: 'trade',
        unitPrice: '80.00',
        chosen: true,
        reason: 'lowest price',
      },
      { base: '100.00', unitPrice: '100.00', chosen: false, reason: 'not the lowest' },
    ]);
  });

  it('are for groups, for no group, or for a guest', async () => {
    const { store, club, trade } = await makeShop();
    expect(await priceOf(store, { groupIds: [club] })).toBe('90.00');
    expect(await priceOf(store, { groupIds: [trade, club, club] })).toBe('80.00');
    expect(await priceOf(store, { groupIds: [] })).toBe('100.00');
    expect(await priceOf(store)).toBe('100.00');
    await store.call('PATCH', `/groups/${club}`, { body: { isGuest: true } });
    expect(await priceOf(store)).toBe('90.00');
    expect(await priceOf(store, { groupIds: [] })).toBe('100.00');
    // Whoever's only group gives nothing is a guest.
    await store.call('PATCH', `/groups/${trade}`, { body: { isActive: false } });
    await store.call('PUT', '/customers/c2/groups', { body: { groupIds: [trade] } });
    expect(await priceOf(store, { customerId: 'c2' })).toBe('90.00');
    expect(await priceOf(store, { groupIds: [trade] })).toBe('90.00');
  });

  it('take what the request says of a product, known or not', async () => {
    const { store, club } = await makeShop();
    const { json } = await store.call('POST', '/quotes', {
      body: {
        groupIds: [club],
        items: [
          { productId: 'frame', unitPrice: '50' },
          { productId: 'cloth', categoryIds: ['frames'] },
          { productId: 'nobody knows', unitPrice: '9.999', categoryIds: ['eyewear'] },
          { productId: 'nobody knows', unitPrice: '9.995' },
        ],
      },
    });
    expect(json.items).toMatchObject([
      { listPrice: '50.00', unitPrice: '45.00' },
      { listPrice: '4.99', unitPrice: '4.49' },
      { listPrice: '10.00', unitPrice: '9.00' },
      { listPrice: '10.00', unitPrice: '10.00', groupId: null },
    ]);
  });

  it('in another currency take lists in it, prices of the request, and percentages', async () => {
    const { store, club, trade } = await makeShop();
    await store.call('POST', '/price-lists', { body: { id: 'yen', name: 'Yen', currency: 'JPY' } });
    await store.call('PUT', '/price-lists/yen/prices', {
      body: { prices: [{ productId: 'frame', amount: '12000' }] },
    });
    await store.call('PATCH', `/groups/${trade}`, { body: { defaultPriceListId: 'yen' } });
    const { json } = await ask(store, { currency: 'JPY', groupIds: [trade] });
    expect(json).toMatchObject({ currency: 'JPY', total: '12000' });
    expect(json.items).toMatchObject([{ listPrice: null, unitPrice: '12000', groupId: trade }]);
    const items = [{ productId: 'frame', unitPrice: '15001' }];
    expect(await priceOf(store, { currency: 'JPY', groupIds: [club], items })).toBe('13501');
    const none = await ask(store, { currency: 'JPY', groupIds: [club] });
    expect([none.status, places(none)]).toEqual([400, ['/items/0/unitPrice']]);
  });

  describe('as of another instant', () => {
    it('take memberships, groups, rules, lists and prices as they were', async () => {
      const { store, club, trade } = await makeShop();
      const at = () => new Date().toISOString();
      const steps: { at: string; price: string }[] = [];
      const note = async (price: string) => {
        // The next change must lie at a later millisecond than this one.
        const now = at();
        steps.push({ at: now, price });
        expect(await priceOf(store, { customerId: 'c1' })).toBe(price);
        while (at() <= now) await new Promise(setImmediate);
      };
      await note('90.00');
      await store.call('PATCH', `/groups/${club}`, {
        body: { discountRules: [{ type: 'all', method: 'fixed', amount: '85' }] },
      });
      await note('85.00');
      await store.call('PUT', '/customers/c1/groups', { body: { groupIds: [club, trade] } });
      await note('80.00');
      await store.call('PUT', '/price-lists/trade/prices', {
        body: { prices: [{ productId: 'frame', amount: '60.00' }] },
      });
      await note('60.00');
      await store.call('PATCH', '/price-lists/trade', { body: { startsAt: inMs(DAY) } });
      await note('85.00');
      await store.call('PATCH', '/price-lists/trade', { body: { startsAt: null } });
      await note('60.00');
      await store.call('DELETE', '/price-lists/trade/prices/frame');
      await note('85.00');
      await store.call('DELETE', `/groups/${club}`);
      await note('100.00');
      for (const step of steps) {
        const { json } = await ask(store, { customerId: 'c1', at: step.at });
        expect([json.items[0].unitPrice, json.at, json.catalog], step.at).toEqual([
          step.price,
          step.at,
          'current',
        ]);
      }
      const [first] = steps;
      const again = { customerId: 'c1', at: first?.at, explain: true };
      expect((await ask(store, again)).text).toBe((await ask(store, again)).text);
    });

    it('take windows of memberships and lists that begin and end later', async () => {
      const { store, trade } = await makeShop();
      await store.call('PUT', `/groups/${trade}/members/c1`, {
        body: { startsAt: inMs(DAY), endsAt: inMs(3 * DAY) },
      });
      await store.call('PATCH', '/price-lists/trade', { body: { endsAt: inMs(2 * DAY) } });
      const on = (ms: number) => priceOf(store, { customerId: 'c1', at: inMs(ms) });
      expect(await on(0)).toBe('90.00');
      expect(await on(1.5 * DAY)).toBe('80.00');
      expect(await on(2.5 * DAY)).toBe('90.00');
      const { json } = await ask(store, { customerId: 'c1', at: inMs(2.5 * DAY), explain: true });
      expect(json.catalog).toBeUndefined();
      expect(json.items[0].explanation).toContainEqual(
        expect.objectContaining({
          groupId: trade,
          ignored: [{ priceListId: 'trade', reason: 'list not valid at this time' }],
        }),
      );
    });

    it('inherit what the parent had then', async () => {
      const { store, club, trade } = await makeShop();
      const child = await store.call('POST', '/groups', {
        body: { name: 'Child', parentId: club },
      });
      const { id } = child.json;
      const before = new Date().toISOString();
      while (new Date().toISOString() <= before) await new Promise(setImmediate);
      await store.call('PATCH', `/groups/${id}`, { body: { parentId: trade } });
      expect(await priceOf(store, { groupIds: [id] })).toBe('80.00');
      expect(await priceOf(store, { groupIds: [id], at: before })).toBe('90.00');
      await store.call('DELETE', `/groups/${id}`);
      expect(await priceOf(store, { groupIds: [id], at: before })).toBe('90.00');
      expect(places(await ask(store, { groupIds: [id] }))).toEqual(['/groupIds/0']);
    });

    it('are refused before the history begins, naming where it does', async () => {
      const { store } = await makeShop();
      const reply = await ask(store, { at: inMs(-401 * DAY) });
      expect([reply.status, places(reply)]).toEqual([400, ['/at']]);
      expect(reply.json.errors[0].message).toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z/);
      expect((await ask(store, { at: inMs(-399 * DAY) })).status).toBe(200);
    });
  });

  it.each([
    ['no items', { items: [] }, ['/items']],
    ['items that are none', { items: 'frame' }, ['/items']],
    [
      '1,001 items',
      { items: Array.from({ length: 1001 }, () => ({ productId: 'frame' })) },
      ['/items'],
    ],
    ['quantity 0', { items: [{ productId: 'frame', quantity: 0 }] }, ['/items/0/quantity']],
    ['quantity 1.5', { items: [{ productId: 'frame', quantity: 1.5 }] }, ['/items/0/quantity']],
    ['quantity 10¹²', { items: [{ productId: 'frame', quantity: 1e12 }] }, ['/items/0/quantity']],
    [
      'a quantity in words',
      { items: [{ productId: 'frame', quantity: '2' }] },
      ['/items/0/quantity'],
    ],
    [
      'a negative price',
      { items: [{ productId: 'frame', unitPrice: '-1' }] },
      ['/items/0/unitPrice'],
    ],
    [
      'a price with five decimals',
      { items: [{ productId: 'frame', unitPrice: '1.00001' }] },
      ['/items/0/unitPrice'],
    ],
    [
      'a price as a number',
      { items: [{ productId: 'frame', unitPrice: 1 }] },
      ['/items/0/unitPrice'],
    ],
    [
      'a price that is too large',
      { items: [{ productId: 'frame', unitPrice: '100000000000' }] },
      ['/items/0/unitPrice'],
    ],
    [
      'products without a price',
      { items: [{ productId: 'x' }, { productId: 'frame' }, { productId: 'y' }] },
      ['/items/0/unitPrice', '/items/2/unitPrice'],
    ],
    ['no product', { items: [{}] }, ['/items/0/productId']],
    ['an unknown field', { items: [{ productId: 'frame', price: '1' }] }, ['/items/0/price']],
    ['both customer and groups', { customerId: 'c1', groupIds: [1] }, ['/groupIds']],
    ['an unknown customer', { customerId: 'nobody' }, ['/customerId']],
    ['unknown groups', { groupIds: [99, 1, 98] }, ['/groupIds/0', '/groupIds/2']],
    ['a group that is none', { groupIds: ['1'] }, ['/groupIds/0']],
    ['an unknown currency', { currency: 'XXQ' }, ['/currency']],
    ['a time that is none', { at: 'yesterday' }, ['/at']],
    ['an unknown member', { coupon: 'x' }, ['/coupon']],
  ])('refuse %s', async (_, body, pointers) => {
    const { store } = await makeShop();
    const reply = await ask(store, body);
    expect([reply.status, places(reply)], reply.text).toEqual([400, pointers]);
  });

  it('are exact at the largest amounts', async () => {
    const { store } = await makeShop();
    const items = [{ productId: 'x', unitPrice: '99999999999.9949', quantity: 999_999_999 }];
    const { json } = await ask(store, { items });
    expect(json.items[0]).toMatchObject({
      unitPrice: '99999999999.99',
      total: '99999999899990000000.01',
    });
  });

  describe('access', () => {
    const access = async (store: TestStore, path: string) => (await store.call('GET', path)).json;

    it('is the union of what the groups allow', async () => {
      const { store, club, trade } = await makeShop();
      expect(await access(store, '/customers/c2/access')).toEqual({ type: 'all', categories: [] });
      const only = (categories: string[]) => ({ categoryAccess: { type: 'specific', categories } });
      await store.call('PATCH', `/groups/${club}`, { body: only(['frames', '7']) });
      await store.call('PATCH', `/groups/${trade}`, { body: only(['frames', 'eyewear']) });
      const both = await access(store, '/customers/c2/access');
      expect(both.type).toBe('specific');
      expect([...both.categories].sort()).toEqual(['7', 'eyewear', 'frames']);
      expect(await access(store, `/access?groupIds=${club},${trade}`)).toEqual(both);
      expect((await access(store, `/access?groupIds=${trade}`)).categories).toHaveLength(2);
      expect(await access(store, '/access')).toEqual({ type: 'all', categories: [] });
      await store.call('PATCH', `/groups/${club}`, {
        body: { isGuest: true, categoryAccess: { type: 'none' } },
      });
      expect(await access(store, '/access')).toEqual({ type: 'none', categories: [] });
    });

    it('decides what a quote calls accessible', async () => {
      const { store, club } = await makeShop();
      const body = { categoryAccess: { type: 'specific', categories: ['frames'] } };
      await store.call('PATCH', `/groups/${club}`, { body });
      const items = [{ productId: 'frame' }, { productId: 'cloth' }];
      const { json } = await ask(store, { customerId: 'c1', items });
      expect(json.items.map(({ accessible }: { accessible: boolean }) => accessible)).toEqual([
        true,
        false,
      ]);
      expect(json.total).toBe('94.99');
    });

    it('is not told of who is not there', async () => {
      const { store } = await makeShop();
      expect((await store.call('GET', '/customers/nobody/access')).status).toBe(404);
      const unknown = await store.call('GET', '/access?groupIds=1,99');
      expect([unknown.status, places(unknown)]).toEqual([400, ['groupIds']]);
      for (const text of ['x', '1,', '1.5', '0', '-1', '99999999999999999']) {
        expect(places(await store.call('GET', `/access?groupIds=${text}`)), text).toEqual([
          'groupIds',
        ]);
      }
    });
  });
});
