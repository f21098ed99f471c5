import { expect, it } from 'vitest';
import {
  CONFLICT,
  type EmporixStore,
  emporixApi,
  groupUnknown,
  violation,
} from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';

const TEXTS = { en: 'Wholesale', de: 'Großhandel', 'pt-BR': 'Atacado' };

describeEngines('Emporix groups', (engine) => {
  const api = emporixApi(engine);

  const create = (store: EmporixStore, body: unknown, headers = {}) =>
    store.call('POST', '/groups', { body, headers });
  const put = (store: EmporixStore, id: string, body: unknown, headers = {}) =>
    store.call('PUT', `/groups/${encodeURIComponent(id)}`, { body, headers });
  const get = async (store: EmporixStore, id: string, acceptLanguage?: string) => {
    // Sent as it is: without one, the test's own client would ask for `*`.
    const headers = { 'accept-language': acceptLanguage ?? '*' };
    const reply = await store.call('GET', `/groups/${encodeURIComponent(id)}`, { headers });
    expect(reply.status, reply.text).toBe(200);
    return reply.json;
  };
  const nativeGroup = async (store: EmporixStore, id: number) =>
    (await store.native.call('GET', `/groups/${id}`)).json;

  it('are created with 201 and their id, which is their name too', async () => {
    const store = await api.makeStore();
    const { status, text } = await create(store, { id: 'group1', description: 'Wholesale' });
    expect([status, text]).toEqual([201, '{"id":"group1"}']);
    expect(await nativeGroup(store, 1)).toMatchObject({
      name: 'group1',
      externalReferenceId: 'group1',
      description: 'Wholesale',
      descriptions: null,
    });
  });

  it('are shown one by one, and listed as a bare array', async () => {
    const store = await api.makeStore();
    expect((await store.call('GET', '/groups')).text).toBe('[]');
    await create(store, { id: 'group2', description: 'Two' });
    await create(store, { id: 'group1', description: 'One' });
    const one = await store.call('GET', '/groups/group1');
    expect([one.status, one.text]).toEqual([200, '{"id":"group1","description":"One"}']);
    const list = await store.call('GET', '/groups');
    expect([list.status, list.text]).toEqual([
      200,
      '[{"id":"group2","description":"Two"},{"id":"group1","description":"One"}]',
    ]);
  });

  it('are all listed, whatever their number', async () => {
    const store = await api.makeStore();
    const names = Array.from({ length: 1_001 }, (_, index) => `Group ${index + 1}`);
    const waiting = [...names];
    const worker = async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) {
        await store.native.call('POST', '/groups', { body: { name } });
      }
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    const { json } = await store.call('GET', '/groups');
    const shown = json.map(({ description }: { description: string }) => description);
    expect([...shown].sort()).toEqual([...names].sort());
  });

  it('are updated with 200 and no body, and deleted with 204', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: 'One' });
    const updated = await put(store, 'group1', { id: 'group1', description: 'Uno' });
    expect([updated.status, updated.text]).toEqual([200, '']);
    expect(await get(store, 'group1')).toEqual({ id: 'group1', description: 'Uno' });
    const deleted = await store.call('DELETE', '/groups/group1');
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await store.call('GET', '/groups')).text).toBe('[]');
  });

  it('are named by either of their ids', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'A/1 ü%?', description: 'x' });
    const { publicId } = await nativeGroup(store, 1);
    for (const id of ['A/1 ü%?', publicId]) {
      expect((await get(store, id)).id).toBe('A/1 ü%?');
      expect((await put(store, id, { id, description: id })).status).toBe(200);
    }
    expect((await store.call('DELETE', `/groups/${publicId}`)).status).toBe(204);
    const { json } = await store.native.call('POST', '/groups', { body: { name: 'Native' } });
    expect(await get(store, json.publicId)).toEqual({ id: json.publicId, description: 'Native' });
  });

  it('have ids of up to 255 characters of any script', async () => {
    const store = await api.makeStore();
    const id = '😀'.repeat(255);
    expect((await create(store, { id })).json).toEqual({ id });
    expect((await get(store, id)).id).toBe(id);
    const tooLong = await create(store, { id: `${id}x` });
    expect([tooLong.status, tooLong.json]).toEqual([400, violation('id invalid_field')]);
  });

  it.each(['none', 'GROUP1', '1', 'cgrp_none', 'cgrp_', '__proto__', '\0', 'x'.repeat(900)])(
    'answer 404 for the id %j, which nobody has',
    async (id) => {
      const store = await api.makeStore();
      await create(store, { id: 'group1' });
      const path = `/groups/${encodeURIComponent(id)}`;
      for (const [method, body] of [['GET'], ['PUT', { description: 'x' }], ['DELETE']] as const) {
        const reply = await store.call(method, path, { body });
        expect([reply.status, reply.json]).toEqual([404, groupUnknown(id)]);
      }
    },
  );

  it('answer 409 to an id that is taken', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: 'One' });
    const reply = await create(store, { id: 'group1', description: 'Two' });
    expect([reply.status, reply.json]).toEqual([409, CONFLICT]);
    expect((await store.call('GET', '/groups')).json).toEqual([
      { id: 'group1', description: 'One' },
    ]);
  });

  it('answer 409 to an update that names another group', async () => {
    const store = await api.makeStore();
    for (const id of ['group1', 'group2']) await create(store, { id, description: id });
    for (const id of ['group2', 'none']) {
      const reply = await put(store, 'group1', { id, description: 'x' });
      expect([reply.status, reply.json]).toEqual([409, CONFLICT]);
    }
    expect((await get(store, 'group1')).description).toBe('group1');
  });

  it.each([
    [{}, 'id missing_field'],
    [{ id: null, description: 'x' }, 'id missing_field'],
    [{ id: '' }, 'id invalid_field'],
    [{ id: 5 }, 'id invalid_field'],
    [{ id: ['x'] }, 'id invalid_field'],
    [{ id: 'cgrp_x' }, 'id invalid_field'],
    [{ id: 'x'.repeat(256) }, 'id invalid_field'],
    [{ id: 'x\0' }, 'id invalid_field'],
    [{ id: 'x', description: 5 }, 'description invalid_field'],
    [{ id: 'x', description: ['x'] }, 'description invalid_field'],
    [{ id: 'x', description: true }, 'description invalid_field'],
    [{ id: 'x', description: 'y'.repeat(10_001) }, 'description invalid_field'],
    [
      { id: 'x', description: { en: 5, de: null } },
      'description.en invalid_field',
      'description.de invalid_field',
    ],
    [{ id: 'x', description: { 'not a language': 'x' } }, 'description.not invalid_field'],
    [{ id: 'x', description: { en: 'y'.repeat(10_001) } }, 'description.en invalid_field'],
    [{ id: 'x', description: { en: 'a\0' } }, 'description.en invalid_field'],
    [{ id: 7, description: 7 }, 'id invalid_field', 'description invalid_field'],
    [[], ' invalid_field'],
    ['"x"', ' invalid_field'],
    ['null', ' invalid_field'],
  ])('answer 400 to a POST of %j', async (body, ...details) => {
    const store = await api.makeStore();
    const reply = await create(store, body);
    expect(reply.status).toBe(400);
    const named = reply.json.details.map(
      ({ field, type }: { field: string; type: string }) => `${field.split(' ')[0]} ${type}`,
    );
    expect(named).toEqual(details);
    expect(reply.json).toMatchObject({ type: 'validation_violation', moreInfo: '' });
    expect((await store.call('GET', '/groups')).text).toBe('[]');
  });

  it.each([
    [{ id: 5 }, 'id invalid_field'],
    [{ description: 5 }, 'description invalid_field'],
    [{ description: { en: 5 } }, 'description.en invalid_field'],
    [{ description: { '1': 'x' } }, 'description.1 invalid_field'],
    [{ description: 'y'.repeat(10_001) }, 'description invalid_field'],
    [[], ' invalid_field'],
  ] as [unknown, ...string[]][])('answer 400 to a PUT of %j', async (body, ...details) => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: 'One' });
    const reply = await put(store, 'group1', body);
    expect([reply.status, reply.json]).toEqual([400, violation(...details)]);
    expect(await get(store, 'group1')).toEqual({ id: 'group1', description: 'One' });
  });

  it('answer 400 to what is no JSON, and to no body where one is needed', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: 'One' });
    expect((await create(store, undefined)).json).toEqual(violation('id missing_field'));
    for (const reply of [await create(store, '{bad'), await put(store, 'group1', '{bad')]) {
      expect([reply.status, reply.json.type]).toEqual([400, 'bad_payload_syntax']);
    }
    expect((await put(store, 'group1', undefined)).status).toBe(200);
    expect(await get(store, 'group1')).toEqual({ id: 'group1', description: 'One' });
  });

  it('keep a description in several languages as it was sent', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: TEXTS });
    expect(await get(store, 'group1')).toEqual({ id: 'group1', description: TEXTS });
    expect(await get(store, 'group1', '*')).toEqual({ id: 'group1', description: TEXTS });
    expect(await nativeGroup(store, 1)).toMatchObject({ description: null, descriptions: TEXTS });
    expect((await put(store, 'group1', { description: { fr: 'Gros' } })).status).toBe(200);
    expect((await get(store, 'group1')).description).toEqual({ fr: 'Gros' });
  });

  it('show it whole without Accept-Language', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: TEXTS });
    const { tenant, token } = store;
    const { origin } = api.service;
    const { request } = await import('node:http');
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      request(`${origin}/shipping/${tenant}/main/groups/group1`, { headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(body));
      })
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(text)).toEqual({ id: 'group1', description: TEXTS });
  });

  it.each([
    ['en', TEXTS.en],
    ['de', TEXTS.de],
    ['DE', TEXTS.de],
    ['de-CH', TEXTS.de],
    ['pt-br', TEXTS['pt-BR']],
    ['fr, de;q=0.5, en;q=0.8', TEXTS.en],
    ['fr;q=0, de', TEXTS.de],
    ['fr', TEXTS.en],
  ])('show the text that Accept-Language %s chooses', async (header, text) => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: TEXTS });
    await create(store, { id: 'group2', description: 'Two' });
    expect(await get(store, 'group1', header)).toEqual({ id: 'group1', description: text });
    expect(await get(store, 'group2', header)).toEqual({ id: 'group2', description: 'Two' });
    const list = await store.call('GET', '/groups', { headers: { 'accept-language': header } });
    expect(list.json).toEqual([
      { id: 'group1', description: text },
      { id: 'group2', description: 'Two' },
    ]);
  });

  it('take one text in the language that Content-Language names', async () => {
    const store = await api.makeStore();
    const en = { 'content-language': 'en' };
    expect((await create(store, { id: 'group1', description: 'One' }, en)).status).toBe(201);
    expect((await get(store, 'group1')).description).toEqual({ en: 'One' });
    const de = { 'content-language': 'de' };
    expect((await put(store, 'group1', { description: 'Eins' }, de)).status).toBe(200);
    expect(
      (await put(store, 'group1', { description: 'First' }, { 'content-language': 'EN' })).status,
    ).toBe(200);
    expect((await get(store, 'group1')).description).toEqual({ de: 'Eins', EN: 'First' });
    expect((await get(store, 'group1', 'en')).description).toBe('First');
  });

  it('take all languages where Content-Language is *', async () => {
    const store = await api.makeStore();
    const headers = { 'content-language': '*' };
    expect((await create(store, { id: 'group1', description: TEXTS }, headers)).status).toBe(201);
    expect((await put(store, 'group1', { description: { en: 'x' } }, headers)).status).toBe(200);
    expect((await get(store, 'group1')).description).toEqual({ en: 'x' });
  });

  it('refuse several languages where Content-Language names one, and what is none', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: 'One' });
    for (const [language, description, field] of [
      ['en', TEXTS, 'description'],
      ['en, de', 'x', 'description.en'],
      ['__proto__', 'x', 'description.__proto__'],
    ] as const) {
      const headers = { 'content-language': language };
      for (const reply of [
        await create(store, { id: 'group2', description }, headers),
        await put(store, 'group1', { description }, headers),
      ]) {
        expect([reply.status, reply.json.type]).toEqual([400, 'validation_violation']);
        expect(reply.json.details[0].field.split(',')[0]).toBe(field);
      }
    }
    expect((await store.call('GET', '/groups')).json).toEqual([
      { id: 'group1', description: 'One' },
    ]);
  });

  it('replace one form of a description by the other, and clear it by null', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'group1', description: TEXTS });
    await put(store, 'group1', { description: 'Plain' });
    expect((await get(store, 'group1')).description).toBe('Plain');
    await put(store, 'group1', { description: TEXTS });
    expect((await get(store, 'group1')).description).toEqual(TEXTS);
    expect((await put(store, 'group1', {})).status).toBe(200);
    expect((await get(store, 'group1')).description).toEqual(TEXTS);
    await put(store, 'group1', { description: null });
    expect((await get(store, 'group1')).description).toBe('group1');
  });

  it('of the native API show their description, or their name', async () => {
    const store = await api.makeStore();
    for (const body of [
      { name: 'Retail', description: 'Everyone', externalReferenceId: 'a' },
      { name: 'Club', externalReferenceId: 'b' },
      { name: 'Both', description: 'One', descriptions: { de: 'Eins' }, externalReferenceId: 'c' },
      { name: 'None', descriptions: {}, externalReferenceId: 'd' },
    ]) {
      expect((await store.native.call('POST', '/groups', { body })).status).toBe(201);
    }
    const shown = async (language: string) => {
      const headers = { 'accept-language': language };
      const { json } = await store.call('GET', '/groups', { headers });
      return json.map(({ description }: { description: unknown }) => description);
    };
    expect(await shown('*')).toEqual(['Everyone', 'Club', { de: 'Eins' }, {}]);
    expect(await shown('en')).toEqual(['Everyone', 'Club', 'Eins', 'None']);
    expect(await shown('de')).toEqual(['Everyone', 'Club', 'Eins', 'None']);
  });

  it('keep in an update what this API does not know', async () => {
    const store = await api.makeStore();
    const rules = [{ type: 'all', method: 'percent', amount: '5.0000' }];
    const body = {
      name: 'Retail',
      externalReferenceId: 'a',
      isDefault: true,
      discountRules: rules,
    };
    await store.native.call('POST', '/groups', { body });
    expect((await put(store, 'a', { description: 'New' })).status).toBe(200);
    expect(await nativeGroup(store, 1)).toMatchObject({ ...body, description: 'New' });
  });
});
