import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { feedCommand, type Ran, runCommand } from '../helpers/command.js';
import { describeEngines } from '../helpers/engines.js';
import { type RunningService, serviceEnvironment, startService } from '../helpers/service.js';

const FUTURE = '2099-12-01T00:00:00.000Z';

/** What nobody can ask, and what is said of it. */
const REFUSED: readonly (readonly [string[], RegExp])[] = [
  [[], /^clientele: Give what is to be priced: --item, or --file\.\n$/],
  [['--item', 'cloth', '--nonsense'], /unknown option '--nonsense'/],
  [['--item', ''], /Give product\[:quantity\[@unitPrice\]\]/],
  [['--item', 'frame:two'], /Give product\[:quantity\[@unitPrice\]\]/],
  [['--item', 'frame:'], /Give product\[:quantity\[@unitPrice\]\]/],
  [['--item', 'frame:-1'], /Give product\[:quantity\[@unitPrice\]\]/],
  [['--item', 'frame:0'], /^clientele: items\.0\.quantity must be at least 1\.\n$/],
  [['--item', 'cloth', '--item', 'x:1@1,5'], /items\.1\.unitPrice must be an amount/],
  [['--item', 'x:1@'], /items\.0\.unitPrice must be an amount/],
  [['--item', 'unknown'], /items\.0\.unitPrice is required: neither the catalog nor/],
  [['--item', 'cloth', '--at', 'tomorrow'], /^clientele: at must be a time of ISO 8601/],
  [['--item', 'cloth', '--at', '2001-01-01T00:00:00Z'], /at must not be before 20.*not kept/],
  [['--item', 'cloth', '--currency', 'usd'], /currency must be a currency code/],
  [['--item', 'cloth', '--currency', 'QQQ'], /currency must be a currency code/],
  [['--item', 'cloth', '--customer', 'nobody'], /customerId there is no customer 'nobody'/],
  [['--item', 'cloth', '--customer', ''], /customerId must not be empty/],
  [['--item', 'cloth', '--groups', 'x'], /Give ids of groups with commas, such as 7,9/],
  [['--item', 'cloth', '--groups', '1,'], /Give ids of groups with commas/],
  [['--item', 'cloth', '--groups', '1,99'], /groupIds\.1 there is no group 99/],
  [['--item', 'cloth', '--customer', 'c1', '--groups', '1'], /cannot be used with option/],
  [['--item', 'cloth', '--customer', 'c1', '--guest'], /cannot be used with option/],
  [['--item', 'cloth', '--groups', '1', '--guest'], /cannot be used with option/],
  [['--item', 'cloth', '--file', '-'], /cannot be used with option/],
  [
    ['--file', '/nowhere/request.json'],
    /The file "\/nowhere\/request\.json" cannot be read\. \(.+\)/,
  ],
];

/** What a file may hold by mistake; each fault is printed with its place. */
const FAULTY: readonly (readonly [string, string[]])[] = [
  ['', ['The request must be an object.']],
  ['[]', ['The request must be an object.']],
  ['{"items": [', [expect.stringMatching(/^Standard input is not valid JSON\./)]],
  ['\xff', [expect.stringMatching(/^Standard input is not valid UTF-8\./)]],
  ['{}', ['items is required.']],
  ['{"items": []}', ['items must not be empty.']],
  [
    '{"rank": 1, "at": 7, "items": [{"productId": "a"}, {"quantity": 1.5, "unitprice": "1"}]}',
    [
      'rank is not known here.',
      'at must be a string.',
      'items.1.productId is required.',
      'items.1.quantity must be a whole number.',
      'items.1.unitprice is not known here.',
    ],
  ],
  [
    '{"items": [{"productId": "a\\u0000"}]}',
    ['items.0.productId must not contain NUL or half of a surrogate pair.'],
  ],
];

describeEngines('the command quote', (engine) => {
  let service: RunningService;
  let store: TestStore;

  beforeAll(async () => {
    service = await startService(engine);
    store = await makeStore(service.origin);
    const product = (id: string) => ({ type: 'product', productId: id, method: 'percent' });
    for (const [method, path, body] of [
      ['PUT', '/categories', { categories: [{ id: 'frames', name: 'Frames' }] }],
      [
        'PUT',
        '/products',
        {
          products: [
            { id: 'frame', price: '100.00', categoryIds: ['frames'] },
            { id: 'cloth', price: '4.99' },
            { id: 'sku:1', price: '1234.50', categoryIds: ['frames'] },
          ],
        },
      ],
      ['POST', '/price-lists', { id: 'trade', name: 'Trade' }],
      ['POST', '/price-lists', { id: 'euro', name: 'Euro', currency: 'EUR' }],
      ['PUT', '/price-lists/trade/prices', { prices: [{ productId: 'frame', amount: '80.00' }] }],
      ['PUT', '/price-lists/euro/prices', { prices: [{ productId: 'frame', amount: '70.00' }] }],
      [
        'POST',
        '/groups',
        {
          name: 'Club',
          categoryAccess: { type: 'specific', categories: ['frames'] },
          discountRules: [
            { ...product('frame'), amount: '12.5' },
            { type: 'category', categoryId: 'frames', method: 'price', amount: '5' },
            { type: 'all', method: 'fixed', amount: '4' },
          ],
        },
      ],
      ['POST', '/groups', { name: 'Trade', defaultPriceListId: 'trade' }],
      ['POST', '/groups', { name: 'Old\u001b[31m\nclub', isActive: false }],
      ['POST', '/groups', { name: 'Europe', defaultPriceListId: 'euro' }],
      ['POST', '/customers', { id: 'c1', groupIds: [1, 2, 3] }],
    ] as const) {
      const reply = await store.call(method, path, { body });
      expect(reply.status, reply.text).toBeLessThan(300);
    }
  });
  afterAll(() => service?.close());

  const feed = (input: string | Buffer, ...flags: string[]): Promise<Ran> =>
    feedCommand(serviceEnvironment(service.place), input, 'quote', store.id, ...flags);
  const run = (...flags: string[]): Promise<Ran> => feed('', ...flags);

  async function printed(...flags: string[]): Promise<string> {
    const { code, stdout, stderr } = await run(...flags);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  }

  it('prints a table with amounts to the right', async () => {
    const items = ['--item', 'frame:2', '--item', 'cloth', '--item', 'sku:1:12'];
    expect(await printed('--groups', '1', ...items, '--at', FUTURE)).toBe(
      [
        'PRODUCT  QUANTITY  LIST PRICE  UNIT PRICE     TOTAL  FROM                             ACCESSIBLE',
        'frame           2      100.00       87.50    175.00  Club (1), 12.5% off              yes',
        'cloth           1        4.99        4.00      4.00  Club (1), fixed at 4.00          no',
        'sku:1          12     1234.50     1229.50  14754.00  Club (1), 5.00 off               yes',
        'TOTAL                                      14933.00  USD at 2099-12-01T00:00:00.000Z',
        '',
      ].join('\n'),
    );
  });

  it('prints prices of lists, of no group, and without a list price', async () => {
    const list = await printed('--customer', 'c1', '--item', 'frame');
    expect(list).toMatch(
      /^frame +1 +100\.00 +80\.00 +80\.00 +Trade \(2\), price list 'trade' +yes$/m,
    );
    const guest = await printed('--guest', '--item', 'frame');
    expect(guest).toMatch(/^frame +1 +100\.00 +100\.00 +100\.00 +no group +yes$/m);
    expect(await printed('--item', 'frame', '--groups', '')).toMatch(/ no group /);
    const euro = await printed('--groups', '4', '--item', 'frame', '--currency', 'EUR');
    expect(euro).toMatch(/^frame +1 +- +70\.00 +70\.00 +Europe \(4\), price list 'euro' +yes$/m);
    expect(euro).toMatch(/^TOTAL +70\.00 +EUR at /m);
    const given = await printed('--item', 'other:3@0.3333');
    expect(given).toMatch(/^other +3 +0\.33 +0\.33 +0\.99 +no group +yes$/m);
  });

  it('prints why as an indented tree', async () => {
    const stdout = await printed(
      '--customer',
      'c1',
      '--item',
      'frame:2',
      '--item',
      'cloth',
      '--explain',
    );
    expect(stdout.slice(stdout.indexOf('\n\n'))).toBe(
      [
        '',
        '',
        'frame, 2',
        "    Club (1): 100.00, 12.5% off for product 'frame' = 87.50: not the lowest",
        "      ignored: 5.00 off for category 'frames': shadowed by a product rule",
        '      ignored: fixed at 4.00 for everything: shadowed by a product rule',
        "  → Trade (2): 80.00 from price list 'trade' = 80.00: lowest price",
        '    Old�[31m�club (3): group inactive',
        '    no group: 100.00 = 100.00: not the lowest',
        '',
        'cloth, 1',
        '  → Club (1): 4.99, fixed at 4.00 for everything = 4.00: lowest price',
        '    Trade (2): 4.99 = 4.99: not the lowest',
        "      ignored: price list 'trade': no price for this product",
        '    Old�[31m�club (3): group inactive',
        '    no group: 4.99 = 4.99: not the lowest',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [
      ['--customer', 'c1', '--item', 'frame:2', '--item', 'x:3@1.2345', '--explain'],
      {
        customerId: 'c1',
        explain: true,
        items: [
          { productId: 'frame', quantity: 2 },
          { productId: 'x', quantity: 3, unitPrice: '1.2345' },
        ],
      },
    ],
    [
      ['--groups', '4,1', '--currency', 'EUR', '--item', 'frame'],
      { groupIds: [4, 1], currency: 'EUR', items: [{ productId: 'frame' }] },
    ],
    [['--item', 'a@b:1@2'], { items: [{ productId: 'a@b', quantity: 1, unitPrice: '2' }] }],
    [['--guest', '--item', 'cloth'], { items: [{ productId: 'cloth' }] }],
  ])('prints for %j what the API answers', async (flags, body) => {
    const ran = await run(...flags, '--at', FUTURE, '--json');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const answer = await store.call('POST', '/quotes', { body: { ...body, at: FUTURE } });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(ran.json)).toBe(answer.text);
  });

  it('answers of the past as the API does', async () => {
    const at = new Date().toISOString();
    const { json } = await run('--item', 'frame', '--customer', 'c1', '--at', at, '--json');
    const body = { at, customerId: 'c1', items: [{ productId: 'frame' }] };
    const answer = await store.call('POST', '/quotes', { body });
    expect(json).toEqual(answer.json);
    expect(json.catalog).toBe('current');
  });

  it('reads a request from a file and from standard input', async () => {
    const request = { customerId: 'c1', at: FUTURE, items: [{ productId: 'frame', quantity: 2 }] };
    const file = join(service.place.directory, 'request.json');
    writeFileSync(file, JSON.stringify(request));
    const expected = await printed('--customer', 'c1', '--item', 'frame:2', '--at', FUTURE);
    expect(await printed('--file', file)).toBe(expected);
    const fed = await feed(JSON.stringify(request), '--file', '-');
    expect([fed.code, fed.stdout]).toEqual([0, expected]);
    const explained = await feed(JSON.stringify(request), '--file', '-', '--explain', '--json');
    const body = { ...request, explain: true };
    const answer = await store.call('POST', '/quotes', { body });
    expect(explained.json).toEqual(answer.json);
    expect(explained.json.items[0].explanation).toHaveLength(4);
  });

  it.each(FAULTY)('names each fault of the input %j with its place', async (input, faults) => {
    const { code, stdout, stderr } = await feed(Buffer.from(input, 'latin1'), '--file', '-');
    expect([code, stdout]).toEqual([1, '']);
    const lines = stderr
      .replace(/^clientele: /, '')
      .trimEnd()
      .split('\n');
    expect(lines.sort()).toEqual([...faults].sort());
  });

  it.each(REFUSED)('refuses %j in one sentence', async (flags, sentence) => {
    const { code, stdout, stderr } = await run(...flags);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^(clientele|error): .+\n$/);
    expect([code, stdout]).toEqual([1, '']);
  });

  it('refuses a store that is not there', async () => {
    const environment = serviceEnvironment(service.place);
    const ran = await runCommand(environment, 'quote', 'nowhere', '--item', 'x');
    expect(ran).toMatchObject({
      code: 1,
      stdout: '',
      stderr: "clientele: There is no store 'nowhere'.\n",
    });
    const nothing = await runCommand(environment, 'quote');
    expect(nothing.stderr).toMatch(/missing required argument 'store'/);
  });
});
