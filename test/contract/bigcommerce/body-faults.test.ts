import { expect, it } from 'vitest';
import { bigcommerceApi, unknown } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const NO_OBJECTS = ['[]', '[{"name":"x"}]', '"name"', '5', 'true', 'null'];
const MALFORMED = ['{bad', '{"name":"x"', '{"name":"x"}}', "{'name':'x'}", '{"name":"x",}', ' '];

const entry = (status: number) => [{ status, message: expect.any(String) }];

describeEngines('BigCommerce body faults', (engine) => {
  const api = bigcommerceApi(engine);

  it.each(NO_OBJECTS)('lie in the body %s, which is no object', async (body) => {
    const store = await api.makeStore();
    await store.create();
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      const reply = await store.call(method, rest, { body });
      expect([reply.status, reply.json]).toEqual([400, entry(400)]);
    }
  });

  it.each(MALFORMED)('lie in the body %s, which is no JSON', async (body) => {
    const store = await api.makeStore();
    await store.create();
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      const reply = await store.call(method, rest, { body });
      expect([reply.status, reply.json]).toEqual([400, entry(400)]);
    }
  });

  it('lie in a body of more than one mebibyte', async () => {
    const store = await api.makeStore();
    const frame = JSON.stringify({ name: 'x', colour: '' }).length;
    for (const [size, status] of [
      [2 ** 20, 400],
      [2 ** 20 + 1, 413],
    ] as const) {
      const body = { name: 'x', colour: 'y'.repeat(size - frame) };
      const reply = await store.call('POST', '', { body });
      expect(reply.status).toBe(status);
      expect(reply.json).toEqual(status === 400 ? [unknown('colour')] : entry(413));
    }
  });

  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset=UTF-8', 200],
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
    ['text/json', 415],
    ['application/xml', 415],
    ['application/jsonx', 415],
    ['application/merge-patch+json', 415],
    ['nonsense', 415],
  ])('lie in the content type too: %s is %i', async (type, status) => {
    const store = await api.makeStore();
    await store.create();
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      const headers = { 'content-type': type };
      const reply = await store.call(method, rest, { headers, body: '{"name":"x"}' });
      expect(reply.status).toBe(status);
      if (status === 415) expect(reply.json).toEqual(entry(415));
    }
  });

  it('lie in a body without any content type', async () => {
    const store = await api.makeStore();
    const reply = await fetch(`${api.service.origin}/stores/${store.hash}/v2/customer_groups`, {
      method: 'POST',
      headers: { 'x-auth-token': store.key },
      body: new Blob(['{"name":"x"}']),
    });
    expect([reply.status, await reply.json()]).toEqual([415, entry(415)]);
  });
});
