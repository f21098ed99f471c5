import { describe, expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const TARGETS = {
  all: {},
  product: { product_id: 33 },
  category: { category_id: 7 },
};

/** Amounts as they may be sent, and as they are shown. */
const AMOUNTS = [
  [5, '5.0000'],
  ['5', '5.0000'],
  [0, '0.0000'],
  ['0.0000', '0.0000'],
  [2.5, '2.5000'],
  [12.3456, '12.3456'],
  [0.0001, '0.0001'],
  [0.1, '0.1000'],
  ['5.00', '5.0000'],
  ['0012.50', '12.5000'],
  [1e3, '1000.0000'],
  ['99999999999.9999', '99999999999.9999'],
] as const;

const rule = { type: 'all', method: 'percent', amount: '5.0000' };
const other = { type: 'product', product_id: 33, method: 'price', amount: '1.0000' };
const list = (price_list_id: number | string) => ({ type: 'price_list', price_list_id });

/** How a group may have been before: what the native API gave it. */
const BEFORE = {
  nothing: {},
  rules: { discountRules: [{ type: 'all', method: 'percent', amount: '5' }] },
  list: { defaultPriceListId: '3' },
  both: {
    discountRules: [{ type: 'all', method: 'percent', amount: '5' }],
    defaultPriceListId: '3',
  },
};

const SHOWN_BEFORE: Record<keyof typeof BEFORE, readonly object[]> = {
  nothing: [],
  rules: [rule],
  list: [list(3)],
  both: [rule],
};

/** What an update says. */
const CHANGES = {
  'another name': { name: 'New' },
  'no rules': { discount_rules: [] },
  rules: { discount_rules: [other] },
  'another list': { discount_rules: [list(9)] },
  'its list': { discount_rules: [list(3)] },
};

type Outcome = readonly [shown: readonly object[], defaultPriceListId: string | null];

const OUTCOMES: Record<keyof typeof BEFORE, Record<keyof typeof CHANGES, Outcome>> = {
  nothing: {
    'another name': [[], null],
    'no rules': [[], null],
    rules: [[other], null],
    'another list': [[list(9)], '9'],
    'its list': [[list(3)], '3'],
  },
  rules: {
    'another name': [[rule], null],
    'no rules': [[], null],
    rules: [[other], null],
    'another list': [[list(9)], '9'],
    'its list': [[list(3)], '3'],
  },
  list: {
    'another name': [[list(3)], '3'],
    'no rules': [[], null],
    rules: [[other], null],
    'another list': [[list(9)], '9'],
    'its list': [[list(3)], '3'],
  },
  both: {
    'another name': [[rule], '3'],
    // The list was hidden by the rules, so the update did not mean it, and now it shows.
    'no rules': [[list(3)], '3'],
    rules: [[other], '3'],
    'another list': [[list(9)], '9'],
    'its list': [[list(3)], '3'],
  },
};

describeEngines('BigCommerce discount rules', (engine) => {
  const api = bigcommerceApi(engine);

  async function makeStore(): Promise<BigCommerceStore> {
    const store = await api.makeStore();
    for (const id of ['3', '9', 'trade']) {
      await store.native.call('POST', '/price-lists', { body: { id, name: `List ${id}` } });
    }
    return store;
  }

  it.each(Object.entries(TARGETS))('for %s take every method', async (type, target) => {
    const store = await api.makeStore();
    for (const method of ['percent', 'price', 'fixed']) {
      const sent = { type, ...target, method, amount: 12.5 };
      const { discount_rules: shown } = await store.create({ discount_rules: [sent] });
      expect(shown).toEqual([{ ...sent, amount: '12.5000' }]);
    }
  });

  it.each(AMOUNTS)('show the amount %j as %s', async (amount, shown) => {
    const store = await api.makeStore();
    const discount_rules = [{ type: 'all', method: 'price', amount }];
    const group = await store.create({ discount_rules });
    expect(group.discount_rules).toEqual([{ type: 'all', method: 'price', amount: shown }]);
    expect(await store.get(1)).toEqual(group);
  });

  it.each([100, '100', '100.0000'])('take %j percent, and no more', async (amount) => {
    const store = await api.makeStore();
    const { discount_rules } = await store.create({ discount_rules: [{ ...rule, amount }] });
    expect(discount_rules).toEqual([{ ...rule, amount: '100.0000' }]);
  });

  it('name products and categories that nobody knows', async () => {
    const store = await api.makeStore();
    const ids = [
      [33, 33],
      ['34', 34],
      ['lens-1', 'lens-1'],
      ['007', '007'],
      [0, 0],
      ['9007199254740993', '9007199254740993'],
    ] as const;
    const { discount_rules } = await store.create({
      discount_rules: ids.flatMap(([id]) => [
        { type: 'product', product_id: id, method: 'fixed', amount: 1 },
        { type: 'category', category_id: id, method: 'fixed', amount: 1 },
      ]),
    });
    expect(discount_rules).toEqual(
      ids.flatMap(([, id]) => [
        { type: 'product', product_id: id, method: 'fixed', amount: '1.0000' },
        { type: 'category', category_id: id, method: 'fixed', amount: '1.0000' },
      ]),
    );
  });

  it('come back in the order in which they were sent', async () => {
    const store = await api.makeStore();
    const products = Array.from({ length: 1000 }, (_, i) => ({
      ...other,
      product_id: (i * 37) % 1000,
    }));
    for (const sent of [[other, rule], [rule, other], products, [...products].reverse()]) {
      const { discount_rules, id } = await store.create({ discount_rules: sent });
      expect(discount_rules).toEqual(sent);
      expect((await store.get(id)).discount_rules).toEqual(sent);
    }
  });

  it('are replaced as a set, in their new order', async () => {
    const store = await api.makeStore();
    await store.create({ discount_rules: [rule, other] });
    for (const sent of [[other, rule], [rule], [], [other]]) {
      const { json } = await store.call('PUT', '/1', { body: { discount_rules: sent } });
      expect(json.discount_rules).toEqual(sent);
    }
  });

  describe.each(Object.keys(BEFORE) as (keyof typeof BEFORE)[])('after %s', (before) => {
    it.each(Object.entries(CHANGES))(
      'an update by %s leaves what it should',
      async (name, body) => {
        const store = await makeStore();
        await store.native.call('POST', '/groups', { body: { name: 'Group', ...BEFORE[before] } });
        expect((await store.get(1)).discount_rules).toEqual(SHOWN_BEFORE[before]);
        const [shown, listId] = OUTCOMES[before][name as keyof typeof CHANGES];
        const { status, json } = await store.call('PUT', '/1', { body });
        expect([status, json.discount_rules]).toEqual([200, shown]);
        expect((await store.get(1)).discount_rules).toEqual(shown);
        const native = await store.native.call('GET', '/groups/1');
        expect(native.json.defaultPriceListId).toBe(listId);
        const isList = JSON.stringify(shown).includes('price_list_id');
        expect(native.json.discountRules).toHaveLength(isList ? 0 : shown.length);
      },
    );
  });

  it('name a price list by number or by text', async () => {
    const store = await makeStore();
    for (const [sent, shown] of [
      [3, 3],
      ['3', 3],
      ['trade', 'trade'],
    ] as const) {
      const { id, discount_rules } = await store.create({ discount_rules: [list(sent)] });
      expect(discount_rules).toEqual([list(shown)]);
      const { json } = await store.native.call('GET', `/groups/${id}`);
      expect(json.defaultPriceListId).toBe(String(shown));
    }
  });

  it('ignore the terms that a price list may bring', async () => {
    const store = await makeStore();
    const sent = { ...list(3), method: 'percent', amount: '5.0000' };
    const { discount_rules } = await store.create({ discount_rules: [sent] });
    expect(discount_rules).toEqual([list(3)]);
  });

  it('know no price list of another store', async () => {
    const [, store] = [await makeStore(), await api.makeStore()];
    const body = { name: 'x', discount_rules: [list(3)] };
    expect((await store.call('POST', '', { body })).status).toBe(400);
    expect((await store.call('GET', '')).status).toBe(204);
  });
});
