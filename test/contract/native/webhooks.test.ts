import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { changesOf, rowsOf } from '../../helpers/changes.js';
import { runCommand } from '../../helpers/command.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { type Receiver, startReceiver, verified } from '../../helpers/receiver.js';
import { serviceEnvironment } from '../../helpers/service.js';

const PUBLIC = 'https://hooks.example.com/in';

const FAULTS: readonly (readonly [string, object, readonly string[]])[] = [
  ['no URL', {}, ['/url']],
  ['an empty URL', { url: '' }, ['/url']],
  ['no URL at all', { url: 'hooks.example.com' }, ['/url']],
  ['another scheme', { url: 'ftp://hooks.example.com/' }, ['/url']],
  ['a user', { url: 'https://me@hooks.example.com/' }, ['/url']],
  ['a password', { url: 'https://me:secret@hooks.example.com/' }, ['/url']],
  ['a URL that is too long', { url: `${PUBLIC}/${'x'.repeat(2048)}` }, ['/url']],
  ['an unknown event', { url: PUBLIC, events: ['group.created', 'group.eaten'] }, ['/events/1']],
  ['an unknown kind', { url: PUBLIC, events: ['shop.*'] }, ['/events/0']],
  ['a star alone', { url: PUBLIC, events: ['*'] }, ['/events/0']],
  ['no events', { url: PUBLIC, events: [] }, ['/events']],
  ['events in one text', { url: PUBLIC, events: 'group.created' }, ['/events']],
  ['a secret', { url: PUBLIC, secret: 'whsec_mine' }, ['/secret']],
  [
    'a description that is too long',
    { url: PUBLIC, description: 'x'.repeat(10_001) },
    ['/description'],
  ],
];

/** Of this machine, of private networks, and of no single machine. */
const NOT_PUBLIC = [
  'localhost',
  'LOCALHOST',
  'a.localhost',
  'localhost.',
  'intranet',
  'metadata.google.internal',
  'printer.local',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2001:db8::1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fec0::1]',
  '[ff02::1]',
];

describeEngines('native webhooks', (engine) => {
  describe('as they are kept', () => {
    const api = nativeApi(engine);
    /** Told of nothing that happens here: nobody is there to be told. */
    const make = (store: TestStore, body: object = {}) =>
      store.call('POST', '/webhooks', {
        body: { url: PUBLIC, events: ['price.deleted'], ...body },
      });

    it('shows the secret once and never again', async () => {
      const store = await api.makeStore();
      const created = await make(store, { events: ['group.*', 'members.added'], description: 'D' });
      expect(created.status).toBe(201);
      const { secret, ...webhook } = created.json;
      expect(webhook).toEqual({
        id: expect.stringMatching(/^wh_/),
        url: PUBLIC,
        events: ['group.*', 'members.added'],
        description: 'D',
        active: true,
        disabledReason: null,
        disabledAt: null,
        previousSecretExpiresAt: null,
        version: 1,
        createdAt: expect.any(String),
        updatedAt: webhook.createdAt,
      });
      expect(Buffer.from(/^whsec_(\S+)$/.exec(secret)?.[1] ?? '', 'base64')).toHaveLength(32);
      expect(created.headers.get('location')).toBe(`/v1/stores/${store.id}/webhooks/${webhook.id}`);
      const found = await store.call('GET', `/webhooks/${webhook.id}`);
      expect(found.json).toEqual(webhook);
      expect(found.headers.get('etag')).toBe(created.headers.get('etag'));
      expect((await store.call('GET', '/webhooks')).json).toEqual({
        data: [webhook],
        nextCursor: null,
      });
    });

    it.each(FAULTS)('refuses %s', async (_, body, where) => {
      const store = await api.makeStore();
      const reply = await store.call('POST', '/webhooks', { body });
      expect([reply.status, places(reply)]).toEqual([400, where]);
      expect((await store.call('GET', '/webhooks')).json.data).toEqual([]);
    });

    it('names the event that there is not', async () => {
      const store = await api.makeStore();
      const reply = await make(store, { events: ['group.eaten'] });
      expect(reply.text).toContain('group.eaten');
    });

    it('refuses http, which anybody can read', async () => {
      const store = await api.makeStore();
      const reply = await make(store, { url: 'http://hooks.example.com/in' });
      expect([reply.status, places(reply)]).toEqual([400, ['/url']]);
    });

    it('refuses every address that is not public', async () => {
      const store = await api.makeStore();
      const { json } = await make(store);
      for (const host of NOT_PUBLIC) {
        for (const [method, path] of [
          ['POST', '/webhooks'],
          ['PATCH', `/webhooks/${json.id}`],
        ] as const) {
          const reply = await store.call(method, path, { body: { url: `https://${host}/in` } });
          expect([host, reply.status, places(reply)]).toEqual([host, 400, ['/url']]);
        }
      }
    });

    it.each(['8.8.8.8', '[2606:4700::1111]', '[64:ff9b::808:808]', 'hooks.example.com:8443'])(
      'takes the public address %s',
      async (host) => {
        const store = await api.makeStore();
        expect((await make(store, { url: `https://${host}/in` })).status).toBe(201);
      },
    );

    it('changes what is given and leaves the rest', async () => {
      const store = await api.makeStore();
      const { json } = await make(store, { events: ['group.*'], description: 'D' });
      const path = `/webhooks/${json.id}`;
      const patch = (body: object, headers = {}) => store.call('PATCH', path, { body, headers });
      expect((await patch({ events: ['price.*'] })).json).toMatchObject({
        events: ['price.*'],
        version: 2,
      });
      expect((await patch({ description: null })).json).toMatchObject({
        url: PUBLIC,
        description: null,
        version: 3,
      });
      expect((await patch({ active: true })).json.version).toBe(3);
      const off = await patch({ active: false });
      expect(off.json).toMatchObject({
        active: false,
        disabledReason: null,
        disabledAt: off.json.updatedAt,
      });
      expect((await patch({ active: true })).json).toMatchObject({
        active: true,
        disabledAt: null,
      });
      expect((await patch({ active: false }, { 'if-match': '"1"' })).status).toBe(412);
      expect(places(await patch({ events: ['x.y'] }))).toEqual(['/events/0']);
    });

    it('has at most twenty in a store', async () => {
      const store = await api.makeStore();
      for (let count = 0; count < 20; count++) expect((await make(store)).status).toBe(201);
      const reply = await make(store);
      expect([reply.status, reply.json.code]).toEqual([409, 'too_many_webhooks']);
      const page = await store.call('GET', '/webhooks?limit=15');
      const rest = await store.call('GET', `/webhooks?limit=15&cursor=${page.json.nextCursor}`);
      const ids = [...page.json.data, ...rest.json.data].map(({ id }) => id);
      expect([new Set(ids).size, rest.json.nextCursor]).toEqual([20, null]);
    });

    it('logs every write, and no secret', async () => {
      const store = await api.makeStore();
      const { id, secret } = (await make(store)).json;
      await store.call('PATCH', `/webhooks/${id}`, { body: { description: 'New' } });
      const rotated = await store.call('POST', `/webhooks/${id}/rotate`);
      await store.call('DELETE', `/webhooks/${id}`);
      const { text, json } = await store.call('GET', `/changes?entity=webhook&sort=seq`);
      expect(json.data.map((row: { operation: string }) => row.operation)).toEqual([
        'webhook.created',
        'webhook.updated',
        'webhook.rotated',
        'webhook.deleted',
      ]);
      expect(json.data[1]).toMatchObject({
        entityId: id,
        before: { url: PUBLIC, description: null },
        after: { url: PUBLIC, description: 'New' },
      });
      const [created] = await changesOf(api.service, store.id, 'webhook');
      expect(Object.keys(created?.after)).not.toContain('secret');
      for (const one of [secret, rotated.json.secret]) expect(text).not.toContain(one.slice(6));
    });

    it('leaves nothing behind when it is deleted', async () => {
      const store = await api.makeStore();
      const { id } = (await make(store)).json;
      expect((await store.call('DELETE', `/webhooks/${id}`)).status).toBe(204);
      for (const [method, path] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['POST', '/rotate'],
        ['GET', '/deliveries'],
        ['POST', '/deliveries/x/redeliver'],
      ] as const) {
        const body = method === 'PATCH' ? {} : undefined;
        const reply = await store.call(method, `/webhooks/${id}${path}`, { body });
        expect([method, path, reply.status]).toEqual([method, path, 404]);
      }
      const { webhooks, webhook_cursors, deliveries } = await rowsOf(api.service, store.id);
      expect([webhooks, webhook_cursors, deliveries]).toEqual([[], [], []]);
    });

    it('does not show a secret again for an idempotency key', async () => {
      const store = await api.makeStore();
      const headers = { 'idempotency-key': 'once' };
      const body = { url: PUBLIC, events: ['price.deleted'] };
      const send = () => store.call('POST', '/webhooks', { body, headers });
      const [first, second] = [await send(), await send()];
      expect([first.status, second.status, second.json.code]).toEqual([
        201,
        409,
        'secret_not_repeatable',
      ]);
      expect(second.text).toContain(first.json.id);
      expect((await store.call('GET', '/webhooks')).json.data).toHaveLength(1);
    });

    it.each([-1, 169, 1.5, '24'])('refuses an overlap of %s hours', async (overlapHours) => {
      const store = await api.makeStore();
      const { id } = (await make(store)).json;
      const body = { overlapHours };
      const reply = await store.call('POST', `/webhooks/${id}/rotate`, { body });
      expect([reply.status, places(reply)]).toEqual([400, ['/overlapHours']]);
    });
  });

  describe('as they are delivered', () => {
    const environment = { CLIENTELE_WEBHOOKS_PRIVATE: 'on', LOG_LEVEL: 'trace' };
    const api = nativeApi(engine, { environment });
    let receiver: Receiver;
    beforeAll(async () => {
      receiver = await startReceiver();
    });
    afterAll(() => receiver.close());

    let count = 0;
    /** A webhook with a path of its own. */
    async function subscribe(store: TestStore, body: object = {}) {
      const path = `/hook/${++count}`;
      const url = new URL(path, receiver.url).href;
      const created = await store.call('POST', '/webhooks', { body: { url, ...body } });
      expect(created.status).toBe(201);
      const { id, secret } = created.json as { id: string; secret: string };
      return {
        id,
        secret,
        path: `/webhooks/${id}`,
        reaches: (wanted: number) => receiver.reaches(wanted, (message) => message.path === path),
        list: async (query = '') =>
          (await store.call('GET', `/webhooks/${id}/deliveries${query}`)).json.data,
      };
    }
    const group = (store: TestStore, name: string) =>
      store.call('POST', '/groups', { body: { name } });
    const delivered = (webhook: { list: (query: string) => Promise<unknown[]> }, wanted: number) =>
      expect.poll(() => webhook.list('?state=delivered')).toHaveLength(wanted);

    it('tell a change as the change log shows it, signed', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store);
      await group(store, 'Wholesale');
      const [message] = await webhook.reaches(1);
      const [change] = (await store.call('GET', '/changes?operation=group.created')).json.data;
      expect(message?.json).toEqual({
        type: 'group.created',
        timestamp: change.at,
        data: { store: store.id, ...change },
      });
      expect(message && verified(webhook.secret, message)).toEqual(message?.json);
      expect(message?.headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^Clientele\/\d+\.\d+\.\d+$/),
      });
      await delivered(webhook, 1);
      const [delivery] = await webhook.list();
      expect(delivery).toEqual({
        id: message?.headers['webhook-id'],
        seq: change.seq,
        event: 'group.created',
        entity: 'group',
        entityId: '1',
        state: 'delivered',
        attempts: 1,
        lastStatus: 200,
        lastError: null,
        nextAttemptAt: null,
        createdAt: expect.any(String),
        finishedAt: expect.any(String),
      });
    });

    it('tell nothing that was before, nothing unasked, and everything that is', async () => {
      const store = await api.makeStore();
      await group(store, 'Before');
      const all = await subscribe(store);
      const some = await subscribe(store, { events: ['members.*', 'group.deleted'] });
      await store.call('POST', '/customers', { body: { id: 'c1' } });
      await store.call('POST', '/groups/1/members', { body: { add: ['c1'] } });
      await store.call('PATCH', '/groups/1', { body: { name: 'After' } });
      await store.call('DELETE', '/groups/1');
      const types = (list: { json: { type: string } }[]) =>
        list.map(({ json }) => json.type).sort();
      expect(types(await all.reaches(6))).toEqual([
        'customer.created',
        'group.deleted',
        'group.updated',
        'members.added',
        'members.removed',
        // Of the second webhook, which came after it.
        'webhook.created',
      ]);
      expect(types(await some.reaches(3))).toEqual([
        'group.deleted',
        'members.added',
        'members.removed',
      ]);
      await delivered(all, 6);
      await delivered(some, 3);
    });

    it('tell the changes of an entity in their order', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['group.*'] });
      await Promise.all([group(store, 'A'), group(store, 'B'), group(store, 'C')]);
      for (let round = 0; round < 20; round++) {
        const name = `Round ${round}`;
        await Promise.all(
          [1, 2, 3].map((id) => store.call('PATCH', `/groups/${id}`, { body: { name } })),
        );
      }
      const messages = await webhook.reaches(63);
      for (const id of ['1', '2', '3']) {
        const seqs = messages
          .filter(({ json }) => json.data.entityId === id)
          .map(({ json }) => json.data.seq);
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
        expect(seqs).toHaveLength(21);
      }
      await delivered(webhook, 50);
      const page = await store.call('GET', `${webhook.path}/deliveries?limit=40`);
      const cursor = page.json.nextCursor;
      const rest = await store.call('GET', `${webhook.path}/deliveries?limit=40&cursor=${cursor}`);
      const seqs = [...page.json.data, ...rest.json.data].map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
      expect([new Set(seqs).size, rest.json.nextCursor]).toEqual([63, null]);
    });

    it('are signed with both secrets while they overlap', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['group.*'] });
      const rotate = (body?: object) => store.call('POST', `${webhook.path}/rotate`, { body });
      const first = await rotate();
      const end = Date.parse(first.json.previousSecretExpiresAt) - Date.parse(first.json.updatedAt);
      expect([first.status, end]).toEqual([200, 24 * 60 * 60 * 1000]);
      await group(store, 'Both');
      const [both] = await webhook.reaches(1);
      if (!both) throw new Error('There is no message.');
      expect(verified(webhook.secret, both)).toEqual(both.json);
      expect(verified(first.json.secret, both)).toEqual(both.json);
      const second = await rotate({ overlapHours: 0 });
      expect(second.json.previousSecretExpiresAt).toBeNull();
      await group(store, 'One');
      const [, one] = await webhook.reaches(2);
      if (!one) throw new Error('There is no message.');
      expect(verified(second.json.secret, one)).toEqual(one.json);
      expect(() => verified(first.json.secret, one)).toThrow(/signature/);
      expect(() => verified(webhook.secret, one)).toThrow(/signature/);
    });

    it('are sent again, the same message, when the receiver fails', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['group.*'] });
      receiver.answers(500);
      await group(store, 'Late');
      const [first] = await webhook.reaches(1);
      await expect
        .poll(async () => (await webhook.list())[0])
        .toMatchObject({
          state: 'waiting',
          attempts: 1,
          lastStatus: 500,
          lastError: 'the receiver answered 500',
        });
      receiver.answers(204);
      const [, second] = await webhook.reaches(2);
      expect(second?.text).toBe(first?.text);
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
      const pause = (second?.at ?? 0) - (first?.at ?? 0);
      expect(pause).toBeGreaterThan(4_500);
      expect(pause).toBeLessThan(9_000);
      await delivered(webhook, 1);
      expect(await webhook.list()).toMatchObject([
        { attempts: 2, lastError: null, lastStatus: 204 },
      ]);
    });

    it('are sent again by hand, the same message', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['group.*'] });
      await group(store, 'Twice');
      const [first] = await webhook.reaches(1);
      await delivered(webhook, 1);
      const id = first?.headers['webhook-id'];
      const again = await store.call('POST', `${webhook.path}/deliveries/${id}/redeliver`);
      expect(again.status).toBe(202);
      expect(again.json).toMatchObject({ id, state: 'waiting', attempts: 0, finishedAt: null });
      const [, second] = await webhook.reaches(2);
      expect([second?.headers['webhook-id'], second?.text]).toEqual([id, first?.text]);
      expect((second && verified(webhook.secret, second)) ?? null).toEqual(first?.json);
      await delivered(webhook, 1);
      const other = await subscribe(store);
      for (const path of [`${webhook.path}/deliveries/x`, `${other.path}/deliveries/${id}`]) {
        expect((await store.call('POST', `${path}/redeliver`)).status).toBe(404);
      }
    });

    it('are switched off with a reason by 410, and go on when switched on', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['group.*'] });
      receiver.answers(410);
      await group(store, 'Gone');
      const state = async () => (await store.call('GET', webhook.path)).json;
      await expect.poll(state).toMatchObject({
        active: false,
        disabledReason: 'The receiver answered 410: it is gone for good.',
        disabledAt: expect.any(String),
      });
      const [off] = (await store.call('GET', '/changes?operation=webhook.disabled')).json.data;
      expect(off).toMatchObject({ actor: 'root', via: 'service', entityId: webhook.id });
      receiver.answers(200);
      await group(store, 'Meanwhile');
      const [failed] = await webhook.list();
      expect(failed).toMatchObject({ state: 'failed', lastStatus: 410, nextAttemptAt: null });
      const path = `${webhook.path}/deliveries/${failed.id}/redeliver`;
      const refused = await store.call('POST', path);
      expect([refused.status, refused.json.code]).toEqual([409, 'webhook_switched_off']);
      const on = await store.call('PATCH', webhook.path, { body: { active: true } });
      expect(on.json).toMatchObject({ active: true, disabledReason: null, disabledAt: null });
      const [, next] = await webhook.reaches(2);
      expect(next?.json.data.after.name).toBe('Meanwhile');
      expect((await store.call('POST', path)).status).toBe(202);
      const messages = await webhook.reaches(3);
      expect(messages[2]?.json.data.after.name).toBe('Gone');
    });

    it('send no name that was erased meanwhile', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store, { events: ['customer.*'] });
      await store.call('PATCH', webhook.path, { body: { active: false } });
      const body = { id: 'c1', name: 'Ann Erased', email: 'ann@erased.example' };
      await store.call('POST', '/customers', { body });
      await store.call('DELETE', '/customers/c1?erase=true');
      await store.call('PATCH', webhook.path, { body: { active: true } });
      const messages = await webhook.reaches(2);
      expect(messages.map(({ json }) => json.type)).toContain('customer.created');
      for (const { text } of messages) expect(text).not.toMatch(/Erased|ann@/);
    });

    it('are counted, without a label for each store', async () => {
      const { text } = await api.call('GET', '/metrics', { key: '' });
      expect(text).toMatch(/^clientele_webhook_attempts_total\{result="delivered"\} [1-9]\d*$/m);
      expect(text).toMatch(/^clientele_webhook_attempts_total\{result="failed"\} [1-9]\d*$/m);
      expect(text).toMatch(/^clientele_webhook_deliveries_waiting \d+$/m);
    });

    it('leave their secrets in no log, no list, no table and no backup', async () => {
      const store = await api.makeStore();
      const webhook = await subscribe(store);
      await group(store, 'Secret');
      await webhook.reaches(1);
      await delivered(webhook, 1);
      const { service } = api;
      const database = JSON.stringify(await rowsOf(service, store.id));
      const lists = await Promise.all(
        ['/webhooks', '/changes?limit=200', `${webhook.path}/deliveries`].map((path) =>
          store.call('GET', path),
        ),
      );
      const texts = [service.log(), service.output(), database, ...lists.map(({ text }) => text)];
      if (engine === 'sqlite') {
        const file = join(service.place.directory, 'backup.db');
        const { code } = await runCommand(serviceEnvironment(service.place), 'backup', file);
        expect(code).toBe(0);
        texts.push(readFileSync(file, 'latin1'));
      }
      expect(service.log()).toContain(webhook.id);
      const secret = webhook.secret.slice('whsec_'.length);
      for (const text of texts) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret, 'base64').toString('hex'));
      }
    });
  });
});
