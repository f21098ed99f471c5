import { describe, expect, it } from 'vitest';
import { places, type Reply, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

interface Finding {
  code: string;
  message: string;
  groupId: number | null;
  rule: { productId?: string; categoryId?: string } | null;
  priceListId: string | null;
}

const terms = { method: 'percent', amount: '5' };
const forProduct = (productId: string, more: object = {}) => ({
  type: 'product',
  productId,
  ...terms,
  ...more,
});
const forCategory = (categoryId: string) => ({ type: 'category', categoryId, ...terms });
const forAll = { type: 'all', ...terms };

describeEngines('native rule report', (engine) => {
  const api = nativeApi(engine);

  async function put(store: TestStore, method: string, path: string, body: object) {
    const reply = await store.call(method, path, { body });
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.json;
  }

  /** Eyewear (frame, shades) over frames (frame), over rims (rim); and an empty category. */
  async function makeShop(): Promise<TestStore> {
    const store = await api.makeStore();
    const categories = [
      { id: 'eyewear', name: 'Eyewear' },
      { id: 'frames', name: 'Frames', parentId: 'eyewear' },
      { id: 'rims', name: 'Rims', parentId: 'frames' },
      { id: 'empty', name: 'Empty' },
      { id: 'emptier', name: 'Emptier', parentId: 'empty' },
    ];
    const products = [
      { id: 'frame', price: '100', categoryIds: ['frames', 'eyewear'] },
      { id: 'shades', price: '50', categoryIds: ['eyewear'] },
      { id: 'rim', price: '20', categoryIds: ['rims'] },
      { id: 'cloth', price: '5' },
    ];
    await put(store, 'PUT', '/categories', { categories });
    await put(store, 'PUT', '/products', { products });
    return store;
  }

  let customers = 0;
  /** A group with a member, unless the fields say that it has none. */
  async function makeGroup(
    store: TestStore,
    { members = 1, ...fields }: Record<string, unknown> = {},
  ): Promise<number> {
    const { id } = await put(store, 'POST', '/groups', { name: 'Club', ...fields });
    for (let i = 0; i < Number(members); i++) {
      await put(store, 'POST', '/customers', { id: `m${++customers}`, groupIds: [id] });
    }
    return id;
  }

  const page = (store: TestStore, query = ''): Promise<Reply> =>
    store.call('GET', `/reports/rules${query}`);

  async function report(store: TestStore): Promise<Finding[]> {
    const { status, json } = await page(store, '?limit=200');
    expect([status, json.nextCursor]).toEqual([200, null]);
    return json.data;
  }

  /** Each finding in short: its code, group, and what it is about. */
  const short = (findings: readonly Finding[]): string[] =>
    findings.map(({ code, groupId, rule, priceListId }) =>
      [code, groupId, rule?.productId ?? rule?.categoryId ?? priceListId].filter(Boolean).join(' '),
    );

  it('has nothing to say of a shop whose rules all matter', async () => {
    const store = await makeShop();
    await put(store, 'POST', '/price-lists', { id: 'trade', name: 'Trade' });
    await makeGroup(store, {
      discountRules: [forProduct('frame'), forCategory('eyewear'), forCategory('rims'), forAll],
    });
    await makeGroup(store, { defaultPriceListId: 'trade' });
    await makeGroup(store, { members: 0 });
    await makeGroup(store, { isActive: false });
    expect(await report(store)).toEqual([]);
  });

  it('names what the catalog does not know', async () => {
    const store = await makeShop();
    const club = await makeGroup(store, {
      discountRules: [forProduct('gone'), forProduct('frame'), forCategory('lost'), forAll],
    });
    const findings = await report(store);
    expect(findings).toEqual([
      {
        code: 'unknown_product',
        message: `The rule "5% off for product 'gone'" of group ${club} (Club) never matters: the catalog does not know this product.`,
        groupId: club,
        groupName: 'Club',
        rule: { ...forProduct('gone'), amount: '5.0000' },
        priceListId: null,
      },
      expect.objectContaining({
        code: 'unknown_category',
        rule: { ...forCategory('lost'), amount: '5.0000' },
      }),
    ]);
    await put(store, 'PUT', '/products', { products: [{ id: 'gone' }] });
    await put(store, 'PUT', '/categories', { categories: [{ id: 'lost', name: 'Lost' }] });
    expect(short(await report(store))).toEqual([`no_products ${club} lost`]);
  });

  it('tells of one group alone, in pages', async () => {
    const store = await makeShop();
    const rules = [forProduct('gone'), forCategory('lost'), forAll];
    const first = await makeGroup(store, { discountRules: rules });
    const without = await makeGroup(store);
    const last = await makeGroup(store, { discountRules: rules });
    await put(store, 'POST', '/price-lists', { id: 'unused', name: 'Unused' });
    const of = async (query: string): Promise<string[]> => {
      const { status, json } = await page(store, query);
      expect(status).toBe(200);
      return short(json.data);
    };
    for (const id of [first, last]) {
      const expected = [`unknown_product ${id} gone`, `unknown_category ${id} lost`];
      expect(await of(`?groupId=${id}`)).toEqual(expected);
      const { json } = await page(store, `?groupId=${id}&limit=1`);
      expect(short(json.data)).toEqual(expected.slice(0, 1));
      expect(await of(`?groupId=${id}&cursor=${json.nextCursor}`)).toEqual(expected.slice(1));
    }
    // A cursor of another question is a position all the same.
    const cursorAt = async (id: number) =>
      (await page(store, `?groupId=${id}&limit=1`)).json.nextCursor;
    expect(await of(`?groupId=${first}&cursor=${await cursorAt(last)}`)).toEqual([]);
    expect(await of(`?groupId=${last}&cursor=${await cursorAt(first)}`)).toHaveLength(2);
    expect(await of(`?groupId=${without}`)).toEqual([]);
    expect(await of('?groupId=999')).toEqual([]);
    expect(places(await page(store, '?groupId=x'))).toEqual(['groupId']);
  });

  it('tells the rules in words of the store’s currency', async () => {
    const store = await api.makeStore({ currency: 'JPY' });
    await makeGroup(store, {
      discountRules: [
        forProduct('a', { amount: '12.5' }),
        forProduct('b', { method: 'price', amount: '500' }),
        forProduct('c', { method: 'fixed', amount: '10' }),
        forProduct('d', { amount: '100' }),
      ],
    });
    const words = (await report(store)).map(({ message }) => /"(.+?)"/.exec(message)?.[1]);
    expect(words).toEqual([
      "12.5% off for product 'a'",
      "500 off for product 'b'",
      "fixed at 10 for product 'c'",
      "100% off for product 'd'",
    ]);
  });

  describe('of categories', () => {
    it('names those without any product below', async () => {
      const store = await makeShop();
      const id = await makeGroup(store, {
        discountRules: [forCategory('empty'), forCategory('emptier'), forCategory('frames')],
      });
      expect(short(await report(store))).toEqual([
        `no_products ${id} empty`,
        `no_products ${id} emptier`,
      ]);
      const products = [{ id: 'new', categoryIds: ['emptier'] }];
      await put(store, 'PUT', '/products', { products });
      expect(await report(store)).toEqual([]);
    });

    it('names those whose every product has a rule', async () => {
      const store = await makeShop();
      const rules = [forCategory('eyewear'), forCategory('frames'), forCategory('rims')];
      const some = [forProduct('frame'), forProduct('rim'), forProduct('cloth')];
      const id = await makeGroup(store, { discountRules: [...rules, ...some] });
      expect(short(await report(store))).toEqual([`shadowed ${id} frames`, `shadowed ${id} rims`]);
      const all = [...rules, ...some, forProduct('shades')];
      await put(store, 'PATCH', `/groups/${id}`, { discountRules: all });
      expect(short(await report(store))).toEqual([
        `shadowed ${id} eyewear`,
        `shadowed ${id} frames`,
        `shadowed ${id} rims`,
      ]);
      const products = [{ id: 'another', categoryIds: ['rims'] }];
      await put(store, 'PUT', '/products', { products });
      expect(await report(store)).toEqual([]);
    });

    it('takes the product rules of active ancestors, too', async () => {
      const store = await makeShop();
      const top = await makeGroup(store, { discountRules: [forProduct('frame')] });
      const middle = await makeGroup(store, { parentId: top, discountRules: [forProduct('rim')] });
      const child = await makeGroup(store, {
        parentId: middle,
        discountRules: [forCategory('frames')],
      });
      const sibling = await makeGroup(store, { discountRules: [forCategory('frames')] });
      expect(short(await report(store))).toEqual([`shadowed ${child} frames`]);
      await put(store, 'PATCH', `/groups/${middle}`, { isActive: false });
      expect(short(await report(store))).toEqual([`inactive ${middle} rim`]);
      await put(store, 'PATCH', `/groups/${middle}`, { isActive: true });
      await put(store, 'PATCH', `/groups/${top}`, { isActive: false });
      expect(short(await report(store))).toEqual([`inactive ${top} frame`]);
      const rules = [forCategory('frames'), forProduct('rim'), forProduct('frame')];
      await put(store, 'PATCH', `/groups/${sibling}`, { discountRules: rules });
      expect(short(await report(store))).toEqual([
        `inactive ${top} frame`,
        `shadowed ${sibling} frames`,
      ]);
    });
  });

  describe('of groups', () => {
    it('names the rules of those without members', async () => {
      const store = await makeShop();
      const id = await makeGroup(store, { members: 0, discountRules: [forAll, forProduct('x')] });
      const findings = await report(store);
      expect(short(findings)).toEqual([
        `no_members ${id}`,
        `unknown_product ${id} x`,
        `no_members ${id} x`,
      ]);
      expect(findings[0]?.message).toBe(
        `The rule "5% off for everything" of group ${id} (Club) never matters: the group has no members, and no group that inherits from it has any.`,
      );
      await put(store, 'PATCH', `/groups/${id}`, { isGuest: true, discountRules: [forAll] });
      expect(await report(store)).toEqual([]);
      await put(store, 'PATCH', `/groups/${id}`, { isActive: false });
      expect(short(await report(store))).toEqual([`inactive ${id}`]);
    });

    it('looks for members as far down as rules are inherited', async () => {
      const store = await makeShop();
      const lines = [forAll];
      const top = await makeGroup(store, { members: 0, discountRules: lines });
      const middle = await makeGroup(store, { members: 0, parentId: top });
      const low = await makeGroup(store, { members: 0, parentId: middle });
      expect(short(await report(store))).toEqual([`no_members ${top}`]);
      const child = await makeGroup(store, { members: 1, parentId: low });
      expect(await report(store)).toEqual([]);
      for (const inactive of [middle, low, child]) {
        await put(store, 'PATCH', `/groups/${inactive}`, { isActive: false });
        expect(short(await report(store))).toEqual([`no_members ${top}`]);
        await put(store, 'PATCH', `/groups/${inactive}`, { isActive: true });
      }
      await put(store, 'PATCH', `/groups/${top}`, { isActive: false });
      expect(short(await report(store))).toEqual([`inactive ${top}`]);
      await put(store, 'PATCH', `/groups/${top}`, { isActive: true });
      expect((await store.call('DELETE', `/groups/${child}`)).status).toBe(204);
      await put(store, 'PATCH', `/groups/${low}`, { isGuest: true });
      expect(await report(store)).toEqual([]);
    });

    it('names the rules of inactive ones with members', async () => {
      const store = await makeShop();
      const id = await makeGroup(store, { isActive: false, discountRules: [forAll] });
      const [finding] = await report(store);
      expect(finding?.message).toBe(
        `The rule "5% off for everything" of group ${id} (Club) never matters: the group is not active.`,
      );
      expect(finding?.code).toBe('inactive');
    });
  });

  it('names lists in another currency and lists that nobody uses', async () => {
    const store = await makeShop();
    for (const [id, currency] of [
      ['trade', 'USD'],
      ['euro', 'EUR'],
      ['old', 'USD'],
      ['Älter 🙂', 'EUR'],
    ]) {
      await put(store, 'POST', '/price-lists', { id, name: `List ${id}`, currency });
    }
    await makeGroup(store, { defaultPriceListId: 'trade' });
    const id = await makeGroup(store, {
      defaultPriceListId: 'euro',
      discountRules: [forAll, forProduct('gone')],
    });
    const findings = await report(store);
    expect(short(findings)).toEqual([
      `unknown_product ${id} gone`,
      `other_currency ${id} euro`,
      'unused_list old',
      'unused_list Älter 🙂',
    ]);
    expect(findings[1]).toEqual({
      code: 'other_currency',
      message: `The default price list 'euro' (List euro) of group ${id} (Club) never matters: it is in EUR, and the store's prices are in USD.`,
      groupId: id,
      groupName: 'Club',
      rule: null,
      priceListId: 'euro',
    });
    expect(findings[2]).toEqual({
      code: 'unused_list',
      message: "The price list 'old' (List old) never matters: no group uses it.",
      groupId: null,
      groupName: null,
      rule: null,
      priceListId: 'old',
    });
  });

  describe('in pages', () => {
    /** 3 groups with 2 findings for each of 5 rules, a list in EUR each, and 3 unused lists. */
    async function makeUntidyShop(): Promise<TestStore> {
      const store = await makeShop();
      const discountRules = Array.from({ length: 5 }, (_, i) => forProduct(`gone-${i}`));
      for (const id of ['euro', 'u1', 'u2', 'u3']) {
        await put(store, 'POST', '/price-lists', { id, name: id, currency: 'EUR' });
      }
      for (let i = 0; i < 3; i++) {
        await makeGroup(store, { members: 0, discountRules, defaultPriceListId: 'euro' });
        await makeGroup(store, { members: 0 });
      }
      return store;
    }

    it.each([1, 2, 3, 5, 11, 35, 36, 37])('of %i shows each finding once', async (limit) => {
      const store = await makeUntidyShop();
      const all = await report(store);
      expect(all).toHaveLength(36);
      expect(new Set(short(all)).size).toBe(36);
      const found: Finding[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { status, json }: Reply = await page(
          store,
          `?limit=${limit}${cursor && `&cursor=${cursor}`}`,
        );
        expect(status).toBe(200);
        expect(json.data.length).toBe(Math.min(limit, 36 - found.length));
        found.push(...json.data);
        cursor = json.nextCursor;
      }
      expect(found).toEqual(all);
    });

    it('goes on where it was when a group has gone', async () => {
      const store = await makeUntidyShop();
      const all = await report(store);
      const first = await page(store, '?limit=4');
      const id = first.json.data[0].groupId;
      await store.call('DELETE', `/groups/${id}`);
      const rest = await page(store, `?limit=200&cursor=${first.json.nextCursor}`);
      expect(rest.json.data).toEqual(all.filter(({ groupId }) => groupId !== id));
    });

    it('takes no cursor of another collection', async () => {
      const store = await makeShop();
      const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
      const cursors = [[], [1], [-1, 0], [1, 'a'], ['a', 1], [1, 2, 3], ['a', 'b'], ['\0'], 7];
      for (const cursor of ['x', ...cursors.map(encoded)]) {
        const reply = await page(store, `?cursor=${cursor}`);
        expect([reply.status, places(reply)]).toEqual([400, ['cursor']]);
      }
      expect(places(await page(store, '?limit=201'))).toEqual(['limit']);
      expect(places(await page(store, '?sort=id'))).toEqual(['sort']);
    });
  });

  it('goes through a group with the most rules there can be', async () => {
    const store = await makeShop();
    const products = Array.from({ length: 500 }, (_, i) => ({
      id: `p${i}`,
      price: '1',
      categoryIds: [`k${i % 10}`],
    }));
    const categories = Array.from({ length: 10 }, (_, i) => ({
      id: `k${i}`,
      name: 'K',
      parentId: i === 0 ? null : 'k0',
    }));
    await put(store, 'PUT', '/categories', { categories });
    await put(store, 'PUT', '/products', { products });
    const discountRules = [
      ...categories.map(({ id }) => forCategory(id)),
      ...products.filter(({ id }) => id !== 'p3').map(({ id }) => forProduct(id)),
      ...Array.from({ length: 491 }, (_, i) => forProduct(`gone-${i}`)),
    ];
    expect(discountRules).toHaveLength(1000);
    const id = await makeGroup(store, { discountRules });
    const found: Finding[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json }: Reply = await page(store, `?limit=200${cursor && `&cursor=${cursor}`}`);
      found.push(...json.data);
      cursor = json.nextCursor;
    }
    const shadowed = categories.filter(({ id }) => id !== 'k0' && id !== 'k3');
    expect(short(found)).toEqual([
      ...shadowed.map((category) => `shadowed ${id} ${category.id}`),
      ...Array.from({ length: 491 }, (_, i) => `unknown_product ${id} gone-${i}`),
    ]);
  });

  it('is about the store that is asked alone', async () => {
    const [mine, other] = [await makeShop(), await api.makeStore()];
    const id = await makeGroup(other, {
      discountRules: [forProduct('frame'), forCategory('frames')],
    });
    await put(other, 'POST', '/price-lists', { id: 'p', name: 'P' });
    expect(await report(mine)).toEqual([]);
    expect(short(await report(other))).toEqual([
      `unknown_product ${id} frame`,
      `unknown_category ${id} frames`,
      'unused_list p',
    ]);
  });
});
