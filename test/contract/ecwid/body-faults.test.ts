import { expect, it } from 'vitest';
import { ecwidApi, said, wrongParameter } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

const ABSENT = { errorMessage: 'Field CustomerMembership.name is absent' };
const plain = { errorMessage: expect.any(String) };
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Bodies as they are sent, to create and to update, and what is answered. */
const FAULTS: readonly (readonly [string, string, object])[] = [
  ['no body', '', ABSENT],
  ['an empty object', '{}', ABSENT],
  ['other names', '{"Name":"x","customerGroupName":"x"}', ABSENT],
  ['a null name', '{"name":null}', ABSENT],
  ['an empty name', '{"name":""}', ABSENT],
  ['a prototype with a name', '{"__proto__":{"name":"x"}}', ABSENT],
  ...['7', '0', 'true', 'false', '["x"]', '[]', '{}', '{"name":"x"}', '1e999'].map(
    (value) => [`the name ${value}`, `{"name":${value}}`, wrongParameter('name')] as const,
  ),
  ['the last of two names', '{"name":"a","name":1}', wrongParameter('name')],
  ['a name too long', JSON.stringify({ name: 'x'.repeat(256) }), wrongParameter('name')],
  ['a name too long in emoji', JSON.stringify({ name: '🛒'.repeat(256) }), wrongParameter('name')],
  ['NUL in a name', '{"name":"a\\u0000b"}', wrongParameter('name')],
  ['half a surrogate pair in a name', '{"name":"\\ud83d"}', wrongParameter('name')],
  ...['7', 'false', '[]', '{}', JSON.stringify('x'.repeat(256)), '"cgrp_1"', '"\\u0000"'].map(
    (value) =>
      [
        `the external reference ${value.slice(0, 20)}`,
        `{"name":"x","externalReferenceId":${value}}`,
        wrongParameter('externalReferenceId'),
      ] as const,
  ),
  ...['null', '[]', '[{"name":"x"}]', '"name"', '7', 'true', deep(5_000)].map(
    (body) => [`the body ${body.slice(0, 20)}`, body, plain] as const,
  ),
  ...['{', '{"name":}', "{'name':'x'}", '{"name":"x",}', 'name=x', '\ufeff{"name":"x"}', ' '].map(
    (body) => [`the malformed body ${JSON.stringify(body)}`, body, plain] as const,
  ),
  ['a body without an end', '['.repeat(5_000), plain],
];

describeEngines('Ecwid body faults', (engine) => {
  const api = ecwidApi(engine);

  it.each(FAULTS)('are told, and nothing done: %s', async (_, body, answer) => {
    const store = await api.makeStore();
    await store.create('VIP', { externalReferenceId: 'E' });
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      const reply = await store.call(method, rest, { body });
      expect(said(reply)).toEqual([400, answer]);
      // A user's text never gets into the status line.
      expect(['Bad Request', ABSENT.errorMessage]).toContain(reply.statusText);
    }
    const { json } = await store.call('GET', '');
    expect(json.items.slice(1)).toEqual([{ id: 1, name: 'VIP', externalReferenceId: 'E' }]);
  });

  it.each(['/1', '/99', '/0', '/abc', '/02'])(
    'come before what the path names: %s',
    async (rest) => {
      const store = await api.makeStore();
      await store.create('VIP');
      for (const body of ['{}', '[]', '{']) {
        const faulty = await store.call('PUT', '/1', { body });
        const reply = await store.call('PUT', rest, { body });
        expect([reply.status, reply.statusText, reply.text]).toEqual([
          400,
          faulty.statusText,
          faulty.text,
        ]);
      }
    },
  );

  it.each(['text/plain', 'application/json'])('are none of a deletion: %s', async (type) => {
    const store = await api.makeStore();
    const id = await store.create('VIP');
    const headers = { 'content-type': type };
    const reply = await store.call('DELETE', `/${id}`, { body: '{bad', headers });
    expect([reply.status, reply.json]).toEqual([200, { deleteCount: 1 }]);
  });

  it('are told of a body that is too large', async () => {
    const store = await api.makeStore();
    const body = { name: 'x', more: 'x'.repeat(1024 * 1024) };
    expect(said(await store.call('POST', '', { body }))).toEqual([413, plain]);
    expect(await store.names()).toEqual(['General']);
  });

  it('are told of a body that is no UTF-8', async () => {
    const store = await api.makeStore();
    const reply = await fetch(`${api.service.origin}/api/v3/${store.storeId}/customer_groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${store.key}`, 'content-type': 'text/json;charset=latin1' },
      body: Buffer.from('{"name":"ü"}', 'latin1'),
    });
    expect([reply.status, await reply.json()]).toEqual([400, plain]);
    expect(await store.names()).toEqual(['General']);
  });
});
