import { get, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { type EmporixStore, emporixApi } from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';

/** Together more than two of the pages in which the service reads, which end amid a customer. */
const CUSTOMERS = 1_112;
const GROUPS = 11;
const AT_ONCE = 64;

const customerOf = (n: number) => `c${String(n).padStart(4, '0')}`;
const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** `group01` has the number 1, so that their order is that of their numbers. */
const groups = numbersTo(GROUPS).map((n) => `group${String(n).padStart(2, '0')}`);
const customers = numbersTo(CUSTOMERS).map(customerOf);
const everyPair = customers.flatMap((customer) => groups.map((group) => `${customer}:${group}`));

describeEngines('a long list of Emporix relations', (engine) => {
  const api = emporixApi(engine);
  let made: Promise<EmporixStore> | undefined;

  /** Every customer in every group, and a group of nobody. */
  async function makeStore(): Promise<EmporixStore> {
    const store = await api.makeStore();
    await store.addGroups(...groups, 'other');
    const waiting = [...customers];
    const worker = async () => {
      for (let id = waiting.pop(); id; id = waiting.pop()) await store.addCustomers(id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const number of numbersTo(GROUPS)) {
      const path = `/groups/${number}/members`;
      const reply = await store.native.call('POST', path, { body: { add: customers } });
      expect(reply.json).toMatchObject({ added: CUSTOMERS });
    }
    return store;
  }
  /** The same for all tests: it is long in the making, and each puts back what it changes. */
  const longStore = () => {
    made ??= makeStore();
    return made;
  };

  const open = ({ tenant, site, token }: EmporixStore): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const url = `${api.service.origin}/shipping/${tenant}/${site}/cgrelations`;
      const headers = { authorization: `Bearer ${token}` };
      get(url, { headers, agent: false }, resolve).on('error', reject);
    });

  it('has every pair exactly once, in the order of customers and groups', async () => {
    const store = await longStore();
    expect(await store.pairs()).toEqual(everyPair);
  });

  it('has no length in advance, and none of it for a HEAD', async () => {
    const store = await longStore();
    const response = await open(store);
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(response.headers['content-length']).toBeUndefined();
    response.destroy();
    const head = await store.call('HEAD', '/cgrelations');
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.has('content-length')).toBe(false);
  });

  it('has those once that stay, while others come and go', async () => {
    const store = await longStore();
    let writing = true;
    const write = async () => {
      for (let n = 5; writing; n = (n + 97) % CUSTOMERS) {
        const path = `/groups/${GROUPS + 1}/members/${customerOf(n + 1)}`;
        expect((await store.native.call('PUT', path, { body: {} })).status).toBe(201);
        expect((await store.native.call('DELETE', path)).status).toBe(204);
      }
    };
    const writers = [write()];
    for (let round = 0; round < 3; round++) {
      const pairs = await store.pairs();
      expect(pairs.filter((pair) => !pair.endsWith(':other'))).toEqual(everyPair);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
    writing = false;
    await Promise.all(writers);
  });

  it('waits for a slow reader, and answers others meanwhile', async () => {
    const store = await longStore();
    const slow = await Promise.all(Array.from({ length: 5 }, () => open(store)));
    for (const response of slow) response.pause();
    expect(await store.pairs()).toHaveLength(everyPair.length);
    expect((await store.call('PUT', '/cgrelations/none', { body: {} })).status).toBe(400);
    for (const response of slow) {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      expect(JSON.parse(text)).toHaveLength(everyPair.length);
    }
  });

  it('survives readers that go away in the middle', async () => {
    const store = await longStore();
    for (let n = 0; n < 20; n++) {
      const response = await open(store);
      await new Promise((resolve) => response.once('data', resolve));
      response.destroy();
    }
    expect(await store.pairs()).toHaveLength(everyPair.length);
    expect(api.service.log()).not.toMatch(/"level":(50|60)/);
  });
});
