import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeSharedStore, PRICE_LIST, type SharedStore } from '../helpers/adapters.js';
import type { Reply } from '../helpers/api.js';
import { describeEngines, type EngineName } from '../helpers/engines.js';
import { lockTable, lockWrites } from '../helpers/lock.js';
import { JWT_SECRET, ROOT_KEY, type RunningService, startService } from '../helpers/service.js';
import { type Form, faultsOfForm } from '../properties/forms.js';

const WAIT = { CLIENTELE_DATABASE_WAIT: '1' };
/** For its turn, for a connection and for the lock, a second each, and what a busy machine adds. */
const LATEST_MS = 5_000;
const AT_ONCE = 50;

let count = 0;
const name = () => `Group ${++count}`;

/** A write and a read through every API. */
const APIS: Readonly<Record<Form, [write: Ask, read: Ask]>> = {
  native: [
    ({ native }) => native.call('POST', '/groups', { body: { name: name() } }),
    ({ native }) => native.call('GET', '/groups'),
  ],
  bigcommerce: [
    ({ bigcommerce }) => bigcommerce('POST', '/customer_groups', { name: name() }),
    ({ bigcommerce }) => bigcommerce('GET', '/customer_groups'),
  ],
  ecwid: [
    ({ ecwid }) => ecwid('POST', '/customer_groups', { name: name() }),
    ({ ecwid }) => ecwid('GET', '/customer_groups'),
  ],
  emporix: [
    ({ emporix }) => emporix('POST', '/groups', { id: name(), description: 'A group' }),
    ({ emporix }) => emporix('GET', '/groups'),
  ],
  joptic: [
    ({ joptic }) => joptic('POST', '', { name: name(), defaultPriceListId: PRICE_LIST }),
    ({ joptic }) => joptic('GET', ''),
  ],
};
type Ask = (store: SharedStore) => Promise<Reply>;

/** Each vendor's client reads another header, as it does on a 429. */
const retryAfter = ({ headers }: Reply, form: Form) =>
  headers.get(form === 'bigcommerce' ? 'x-retry-after' : 'retry-after');

function expectUnavailable(reply: Reply, form: Form): void {
  const { status, text: body, headers } = reply;
  expect(status, body).toBe(503);
  expect(Number(retryAfter(reply, form))).toBeGreaterThanOrEqual(1);
  expect(faultsOfForm(form, { status, body, headers: Object.fromEntries(headers) })).toEqual([]);
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const began = Date.now();
  const value = await work;
  expect(Date.now() - began).toBeLessThan(LATEST_MS);
  return value;
}

const times = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(index)));

describeEngines('writes that another instance holds up', (engine: EngineName) => {
  let service: RunningService;
  let store: SharedStore;
  beforeAll(async () => {
    service = await startService(engine, { environment: WAIT });
    store = await makeSharedStore(service.origin, (asked) => asked);
  });
  afterAll(() => service.close());

  it.each(Object.entries(APIS))('are refused in time by %s, and work again', async (api, asks) => {
    const [write, read] = asks;
    const release = await lockWrites(service.place, store.native.id);
    try {
      expectUnavailable(await withinTime(write(store)), api as Form);
      expect((await read(store)).status).toBe(200);
    } finally {
      await release();
    }
    expect((await write(store)).status).toBeLessThan(300);
  });

  it('are refused without a credential in the log', async () => {
    const release = await lockWrites(service.place, store.native.id);
    const body = { name: 'Secret name' };
    try {
      expectUnavailable(await store.native.call('POST', '/groups', { body }), 'native');
    } finally {
      await release();
    }
    await expect.poll(service.log).toContain('"level":50');
    for (const secret of [store.native.key, ROOT_KEY, JWT_SECRET, body.name]) {
      expect(service.log()).not.toContain(secret);
    }
  });

  it('let reads go on, however many wait', async () => {
    await store.native.call('POST', '/groups', { body: { name: 'First' } });
    const groups = async () => (await store.native.call('GET', '/groups?limit=200')).json.data;
    const before = await groups();
    const release = await lockWrites(service.place, store.native.id);
    let ended = false;
    const waiting = times((index) =>
      index % 2 === 0
        ? store.native.call('POST', '/groups', { body: { name: name() } })
        : store.native.call('PATCH', '/groups/1?dryRun=true', { body: { name: name() } }),
    ).finally(() => {
      ended = true;
    });
    try {
      for (let i = 0; i < 10; i++) expect(await groups()).toEqual(before);
      expect(ended).toBe(false);
      for (const reply of await withinTime(waiting)) expectUnavailable(reply, 'native');
    } finally {
      await release();
    }
    expect(await groups()).toEqual(before);
    const after = await store.native.call('PATCH', '/groups/1', { body: { name: 'Renamed' } });
    expect(after.status).toBe(200);
  });
});

describe.skipIf(inject('postgresUrl') === '')('connections to PostgreSQL', () => {
  it('are not waited for beyond the limit when all are busy', async () => {
    const service = await startService('postgresql', { environment: WAIT });
    try {
      const store = await makeSharedStore(service.origin, (asked) => asked);
      const release = await lockTable(service.place, 'groups');
      try {
        const replies = await withinTime(times(() => store.native.call('GET', '/groups')));
        for (const reply of replies) expectUnavailable(reply, 'native');
      } finally {
        await release();
      }
      for (const { status } of await times(() => store.native.call('GET', '/groups'))) {
        expect(status).toBe(200);
      }
    } finally {
      await service.close();
    }
  });
});
