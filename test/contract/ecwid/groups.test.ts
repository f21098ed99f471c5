import { expect, it } from 'vitest';
import { ecwidApi, GENERAL, notFound, said, wrongParameter } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

/** No group can have these ids. */
const NO_IDS = [
  ...['abc', '-1', '1.0', '01', '00', '1e0', ' 1', '7 ', '0x1', '1,2', '9007199254740992'],
  ...['99999999999999999999', '__proto__', 'null', 'a\0b', 'ü', '🛒', 'a/b', 'x'.repeat(600)],
];

describeEngines('Ecwid groups', (engine) => {
  const api = ecwidApi(engine);

  it('are created, got, updated and deleted', async () => {
    const store = await api.makeStore();
    const id = await store.create('Größe L 🛒');
    expect((await store.call('GET', `/${id}`)).json).toEqual({ id, name: 'Größe L 🛒' });
    const updated = await store.call('PUT', `/${id}`, { body: { name: 'Small' } });
    expect(said(updated)).toEqual([200, { updateCount: 1 }]);
    expect((await store.call('GET', `/${id}`)).json).toEqual({ id, name: 'Small' });
    expect(said(await store.call('DELETE', `/${id}`))).toEqual([200, { deleteCount: 1 }]);
    for (const method of ['GET', 'DELETE']) {
      expect(said(await store.call(method, `/${id}`))).toEqual([404, notFound(id)]);
    }
    expect(await store.create('Next')).toBe(id + 1);
  });

  it('answer an update that changes nothing like any other', async () => {
    const store = await api.makeStore();
    const id = await store.create('Same');
    for (const name of ['Same', 'Same']) {
      const reply = await store.call('PUT', `/${id}`, { body: { name } });
      expect(said(reply)).toEqual([200, { updateCount: 1 }]);
    }
  });

  it('take back what was got, and pass over what is not theirs', async () => {
    const store = await api.makeStore();
    const id = await store.create('VIP', { externalReferenceId: 'E-1' });
    const got = (await store.call('GET', `/${id}`)).json;
    const body = { ...got, id: 99, isDefault: 'x', customers: 3 };
    expect(said(await store.call('PUT', `/${id}`, { body }))).toEqual([200, { updateCount: 1 }]);
    expect((await store.call('GET', `/${id}`)).json).toEqual(got);
    expect((await store.call('GET', '/99')).status).toBe(404);
  });

  it('have names that need not be unique, of up to 255 characters', async () => {
    const store = await api.makeStore();
    const name = '🛒'.repeat(255);
    expect([await store.create(name), await store.create(name)]).toEqual([1, 2]);
    expect((await store.call('GET', '/2')).json.name).toBe(name);
  });

  it('have an external reference, which is shown when it is set', async () => {
    const store = await api.makeStore();
    const id = await store.create('VIP', { externalReferenceId: 'crm-7' });
    const shown = { id, name: 'VIP', externalReferenceId: 'crm-7' };
    expect((await store.call('GET', `/${id}`)).json).toEqual(shown);
    expect((await store.call('GET', '')).json.items).toEqual([GENERAL, shown]);
    await store.call('PUT', `/${id}`, { body: { name: 'Gold' } });
    expect((await store.call('GET', `/${id}`)).json).toEqual({ ...shown, name: 'Gold' });
    for (const externalReferenceId of [null, '']) {
      await store.call('PUT', `/${id}`, { body: { name: 'VIP', externalReferenceId: 'crm-7' } });
      await store.call('PUT', `/${id}`, { body: { name: 'VIP', externalReferenceId } });
      expect((await store.call('GET', `/${id}`)).json).toEqual({ id, name: 'VIP' });
    }
  });

  it('refuse an external reference that is taken', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const taken = { externalReferenceId: 'crm-7' };
    await store.create('A', taken);
    const id = await store.create('B');
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', `/${id}`],
    ] as const) {
      const reply = await store.call(method, rest, { body: { name: 'C', ...taken } });
      expect(said(reply)).toEqual([
        409,
        { errorCode: 'EXTERNAL_ID_ALREADY_USED', errorMessage: expect.any(String) },
      ]);
    }
    expect(await store.names()).toEqual(['General', 'A', 'B']);
    expect(await other.create('A', taken)).toBe(1);
  });

  it('are General where there is none else, which stays as it is', async () => {
    const store = await api.makeStore();
    expect(said(await store.call('GET', '/0'))).toEqual([200, GENERAL]);
    const replies = [
      await store.call('PUT', '/0', { body: { name: 'Mine' } }),
      await store.call('DELETE', '/0'),
    ];
    for (const reply of replies) {
      expect(said(reply)).toEqual([400, wrongParameter('groupId')]);
    }
    expect(said(await store.call('GET', '/0'))).toEqual([200, GENERAL]);
  });

  it.each(NO_IDS)('are not found by what is no id: %j', async (id) => {
    const store = await api.makeStore();
    await store.create('VIP');
    const rest = `/${encodeURIComponent(id)}`;
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { name: 'x' }],
      ['DELETE', undefined],
    ] as const) {
      expect(said(await store.call(method, rest, { body }))).toEqual([404, notFound(id)]);
    }
    expect(await store.names()).toEqual(['General', 'VIP']);
  });

  it('are those of their own store', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    await store.create('Mine');
    expect(said(await other.call('GET', '/1'))).toEqual([404, notFound(1)]);
    expect(await other.names()).toEqual(['General']);
  });

  it('are the groups of the native API', async () => {
    const store = await api.makeStore();
    const made = await store.native.call('POST', '/groups', {
      body: { name: 'Native', description: 'Stays.', externalReferenceId: 'N' },
    });
    expect(made.status).toBe(201);
    expect((await store.call('GET', '/1')).json).toEqual({
      id: 1,
      name: 'Native',
      externalReferenceId: 'N',
    });
    await store.call('PUT', '/1', { body: { name: 'Renamed' } });
    expect((await store.native.call('GET', '/groups/1')).json).toMatchObject({
      name: 'Renamed',
      description: 'Stays.',
      externalReferenceId: 'N',
    });
  });

  it('leave their customers behind when they are deleted', async () => {
    const store = await api.makeStore();
    const id = await store.create('VIP');
    const path = '/customers/c1';
    const put = await store.native.call('POST', '/customers', {
      body: { id: 'c1', groupIds: [id] },
    });
    expect(put.status, put.text).toBe(201);
    expect((await store.native.call('GET', path)).json.groupIds).toEqual([id]);
    expect(said(await store.call('DELETE', `/${id}`))).toEqual([200, { deleteCount: 1 }]);
    const customer = await store.native.call('GET', path);
    expect([customer.status, customer.json.groupIds]).toEqual([200, []]);
  });
});
