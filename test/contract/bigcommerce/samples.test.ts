import { describe, expect, it } from 'vitest';
import { type BigCommerceStore, basic, bigcommerceApi, DATE } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

/** The requests of both editions, character by character. */
const MINIMAL = `{
    "name": "Wholesale Customers"
}`;
const DEFAULT = `{
    "name": "Retail Customers",
    "is_default": true
}`;
const SPECIFIC = `{
    "name": "Bulk Purchasers",
    "category_access": {
        "type": "specific",
        "categories": [7, 12, 20]
    }
}`;
const DISCOUNT = `{
    "name": "Student Discounts",
    "discount_rules": 
    [{
        "type": "all",
        "method": "percent",
        "amount": 5.00
    }]
}`;
const RULES = `    {
        "discount_rules": [
            {
                "type": "all",
                "method": "percent",
                "amount": 2.50
            },
            {
                "type": "product",
                "product_id": 33,
                "method": "percent",
                "amount": 5.00
            },
            {
                "type": "category",
                "category_id": 7,
                "method": "price",
                "amount": 12.00
            }
        ]
    }`;

/** What the editions say of a group. */
const GROUP = { is_default: false, category_access: { type: 'all' }, discount_rules: [] };

/** Deviation: not in either edition, but in today's reference; older clients ignore it. */
const SINCE = {
  date_created: expect.stringMatching(DATE),
  date_modified: expect.stringMatching(DATE),
  is_group_for_guests: false,
};

/**
 * Deviation: the editions' sample has `"type":"percent","method":true`, which no request can set
 * and which contradicts their own schema.
 */
const STUDENT_RULE = { type: 'all', method: 'percent', amount: '5.0000' };

const CREATED = [
  ['a minimal group', MINIMAL, { name: 'Wholesale Customers' }],
  ['a default group', DEFAULT, { name: 'Retail Customers', is_default: true }],
  [
    'a group with specific categories',
    SPECIFIC,
    {
      name: 'Bulk Purchasers',
      category_access: { type: 'specific', categories: [7, 12, 20] },
    },
  ],
  [
    'a group with a store-wide discount',
    DISCOUNT,
    { name: 'Student Discounts', discount_rules: [STUDENT_RULE] },
  ],
] as const;

/** The two ways in, as the second edition names them; the first has the second alone. */
const WAYS = {
  OAuth: ({ hash, key }: BigCommerceStore) => ({
    base: `/stores/${hash}/v2`,
    headers: { 'x-auth-token': key },
  }),
  'Basic Auth': ({ key }: BigCommerceStore) => ({ base: '/api/v2', headers: basic('all', key) }),
};

describeEngines('the samples of BigCommerce’s documents', (engine) => {
  const api = bigcommerceApi(engine);

  describe.each(Object.entries(WAYS))('with %s', (_, wayOf) => {
    async function makeStore(...bodies: readonly string[]) {
      const store = await api.makeStore();
      const { base, headers } = wayOf(store);
      const send = (method: string, rest: string, body?: string) =>
        api.call(method, `${base}/customer_groups${rest}`, { headers, body });
      for (const body of bodies) expect((await send('POST', '', body)).status).toBe(200);
      return send;
    }

    it.each(CREATED)('creates %s from the request as printed', async (_title, body, fields) => {
      const send = await makeStore();
      const { status, json } = await send('POST', '', body);
      expect(status).toBe(200);
      expect(json).toEqual({ id: 1, ...GROUP, ...fields, ...SINCE });
      expect((await send('GET', '/1')).json).toEqual(json);
    });

    it('lists retail and wholesale customers by their id', async () => {
      const send = await makeStore(DEFAULT, MINIMAL);
      const { status, json } = await send('GET', '');
      expect(status).toBe(200);
      expect(json).toEqual([
        { id: 1, name: 'Retail Customers', ...GROUP, is_default: true, ...SINCE },
        { id: 2, name: 'Wholesale Customers', ...GROUP, ...SINCE },
      ]);
    });

    it('gets the third group with its discount', async () => {
      const send = await makeStore(MINIMAL, SPECIFIC, DISCOUNT);
      await send('PUT', '/3', '{"is_default": true}');
      const { status, json } = await send('GET', '/3');
      expect(status).toBe(200);
      expect(json).toEqual({
        id: 3,
        name: 'Student Discounts',
        ...GROUP,
        is_default: true,
        discount_rules: [STUDENT_RULE],
        ...SINCE,
      });
    });

    it('shows the fields in the order of the document', async () => {
      const send = await makeStore(DISCOUNT);
      const order = ['id', 'name', 'is_default', 'category_access', 'discount_rules'];
      const { json } = await send('GET', '/1');
      expect(Object.keys(json).slice(0, 5)).toEqual(order);
      expect(Object.keys(json.discount_rules[0])).toEqual(['type', 'method', 'amount']);
    });

    it('overwrites the entire set of rules on update', async () => {
      const send = await makeStore(DISCOUNT);
      const { status, json } = await send('PUT', '/1', RULES);
      expect(status).toBe(200);
      expect(json).toEqual({
        id: 1,
        name: 'Student Discounts',
        ...GROUP,
        discount_rules: [
          { type: 'all', method: 'percent', amount: '2.5000' },
          { type: 'product', product_id: 33, method: 'percent', amount: '5.0000' },
          { type: 'category', category_id: 7, method: 'price', amount: '12.0000' },
        ],
        ...SINCE,
      });
      expect((await send('GET', '/1')).json).toEqual(json);
    });

    it('counts three groups, and ten of them', async () => {
      const send = await makeStore(MINIMAL, DEFAULT, SPECIFIC);
      const three = await send('GET', '/count');
      expect([three.status, three.json]).toEqual([200, { count: 3 }]);
      for (let i = 4; i <= 10; i++) await send('POST', '', MINIMAL);
      expect((await send('GET', '/count')).json).toEqual({ count: 10 });
    });

    it('deletes one group, then the whole collection', async () => {
      const send = await makeStore(MINIMAL, DEFAULT, SPECIFIC);
      expect((await send('DELETE', '/2')).status).toBe(204);
      expect((await send('GET', '/2')).status).toBe(404);
      expect((await send('GET', '/count')).json).toEqual({ count: 2 });
      expect((await send('DELETE', '')).status).toBe(204);
      expect((await send('GET', '/count')).json).toEqual({ count: 0 });
    });
  });
});
