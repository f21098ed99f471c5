import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { call, makeStore, type TestStore } from '../../helpers/api.js';
import { dump, openEngine } from '../../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { startService } from '../../helpers/service.js';

/** Names and addresses that the customer has had; in no other text. */
const TRACES = ['Zerlina', 'Zerline', 'zerlina@erase.example', 'ZL@erase.example', 'Zoë "Zed"'];

describeEngines('native erasure', (engine) => {
  const api = nativeApi(engine);

  /** What of a customer is anywhere in the database, in any case and spelling. */
  async function traces(place: Place): Promise<string[]> {
    const opened = openEngine(place);
    try {
      const tables = Object.entries(await dump(opened));
      return tables.flatMap(([table, rows]) => {
        const text = JSON.stringify(rows).replaceAll('\\', '').toLowerCase();
        return TRACES.filter((trace) => text.includes(trace.toLowerCase())).map(
          (trace) => `${table}: ${trace}`,
        );
      });
    } finally {
      await opened.close();
    }
  }

  const once = { 'idempotency-key': 'once' };
  const [name, second, email, other, last] = TRACES;

  /** Leaves its names and addresses wherever a customer can leave them. */
  async function live(store: TestStore): Promise<void> {
    const replies = [
      await store.call('POST', '/groups', { body: { name: 'G' } }),
      await store.call('POST', '/customers', {
        body: { id: 'c1', name, email, groupIds: [1] },
        headers: once,
      }),
      await store.call('PATCH', '/customers/c1', { body: { name: second } }),
      await store.call('PUT', '/customers/c1', { body: { name: last, email: other } }),
      await store.call('POST', '/customers', { body: { id: 'c2', name: 'Bea' }, headers: twice }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 200, 200, 201]);
  }
  const twice = { 'idempotency-key': 'twice' };

  it.each([
    ['a customer', false],
    ['a customer that was deleted before', true],
  ])('leaves no name and no address of %s', async (_, deleted) => {
    const store = await api.makeStore();
    await live(store);
    const { place } = api.service;
    if (deleted) await store.call('DELETE', '/customers/c1');
    const tables = (await traces(place)).map((trace) => trace.split(':', 1)[0]);
    expect([...new Set(tables)].sort()).toEqual(
      deleted ? ['changes', 'idempotency_keys'] : ['changes', 'customers', 'idempotency_keys'],
    );
    expect((await store.call('DELETE', '/customers/c1?erase=true')).status).toBe(204);
    expect(await traces(place)).toEqual([]);
    const { data } = (await store.call('GET', '/changes?customerId=c1&entity=customer')).json;
    expect(data[0]).toMatchObject({ operation: 'customer.erased', after: null });
    expect(data.at(-1)).toMatchObject({
      operation: 'customer.created',
      after: { id: 'c1', name: null, email: null },
    });
    // Nobody else has lost anything.
    expect((await store.call('GET', '/customers/c2')).json.name).toBe('Bea');
    const again = await store.call('POST', '/customers', {
      body: { id: 'c2', name: 'Bea' },
      headers: twice,
    });
    expect([again.status, again.json.name]).toEqual([201, 'Bea']);
    const [theirs] = (await store.call('GET', '/changes?entity=customer&entityId=c2')).json.data;
    expect(theirs.after.name).toBe('Bea');
  });

  it('lets no late repetition bring the customer back', async () => {
    const store = await api.makeStore();
    await live(store);
    await store.call('DELETE', '/customers/c1?erase=true');
    const late = await store.call('POST', '/customers', {
      body: { id: 'c1', name, email, groupIds: [1] },
      headers: once,
    });
    expect([late.status, late.json.code]).toEqual([409, 'request_erased']);
    expect((await store.call('GET', '/customers/c1')).status).toBe(404);
    expect(await traces(api.service.place)).toEqual([]);
  });

  it('finds the answer about a customer whose id was generated', async () => {
    const store = await api.makeStore();
    const made = await store.call('POST', '/customers', { body: { name, email }, headers: once });
    await store.call('DELETE', `/customers/${made.json.id}?erase=true`);
    expect(await traces(api.service.place)).toEqual([]);
  });

  it('is no request that a key would repeat', async () => {
    const store = await api.makeStore();
    await live(store);
    const path = '/customers/c1?erase=true';
    expect((await store.call('DELETE', path, { headers: { 'idempotency-key': 'k' } })).status).toBe(
      204,
    );
    const again = await store.call('DELETE', path, { headers: { 'idempotency-key': 'k' } });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([404, null]);
    const { data } = (await store.call('GET', '/changes?operation=customer.erased')).json;
    expect(data).toHaveLength(1);
  });

  it('has nothing to erase of somebody who never was, or under a stale tag', async () => {
    const store = await api.makeStore();
    await live(store);
    expect((await store.call('DELETE', '/customers/c9?erase=true')).status).toBe(404);
    const headers = { 'if-match': '"99"' };
    for (const status of [412, 412]) {
      const refused = await store.call('DELETE', '/customers/c1?erase=true', { headers });
      expect(refused.status).toBe(status);
      await store.call('DELETE', '/customers/c1');
    }
    expect(await traces(api.service.place)).not.toEqual([]);
    await store.call('DELETE', '/customers/c1?erase=true');
    expect(await traces(api.service.place)).toEqual([]);
  });

  it('erases one who lives anew under the id of one who was deleted', async () => {
    const store = await api.makeStore();
    await live(store);
    await store.call('DELETE', '/customers/c1');
    await store.call('PUT', '/customers/c1', { body: { name: second, email: other } });
    await store.call('DELETE', '/customers/c1?erase=true');
    expect(await traces(api.service.place)).toEqual([]);
  });

  it.runIf(engine === 'sqlite')('leaves nothing in the free parts of the file', async () => {
    const place = await makePlace(engine);
    const service = await startService(engine, { place });
    try {
      const store = await makeStore(service.origin);
      await live(store);
      // So many that the log has pages of its own, which are freed and used again.
      for (let index = 0; index < 50; index++) {
        await store.call('PATCH', '/customers/c1', { body: { name: `${second} ${index}` } });
      }
      const path = `/v1/stores/${store.id}/customers/c1?erase=true`;
      expect((await call(service.origin, 'DELETE', path)).status).toBe(204);
      await service.end();
      const texts = readdirSync(place.directory).map((file) =>
        readFileSync(join(place.directory, file)).toString().toLowerCase(),
      );
      const found = TRACES.filter((trace) =>
        texts.some((text) => text.includes(trace.toLowerCase())),
      );
      expect(found).toEqual([]);
      expect(texts.join()).toContain('bea');
    } finally {
      await service.close();
    }
  });
});
