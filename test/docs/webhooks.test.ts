import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { OPERATIONS } from '../../src/core/webhook-events.js';
import { PAUSES_MS } from '../../src/core/webhook-schedule.js';
import { makeStore } from '../helpers/api.js';
import { startService } from '../helpers/service.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/webhooks.md`, 'utf8');
const sample = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

it('has a receiver that takes what is signed, once, and nothing else', async () => {
  const port = await freePort();
  const service = await startService('sqlite', {
    environment: { CLIENTELE_WEBHOOKS_PRIVATE: 'on' },
  });
  const url = `http://127.0.0.1:${port}/hooks`;
  const store = await makeStore(service.origin);
  const body = { url, events: ['group.*'] };
  const { id, secret } = (await store.call('POST', '/webhooks', { body })).json;
  const receiver = spawn(process.execPath, ['--input-type=module', '--eval', sample], {
    cwd: root,
    env: { PATH: process.env.PATH, WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: receiver.stdout }).on('line', (line) => lines.push(line));
  try {
    await expect.poll(() => lines).toEqual(['ready']);
    await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
    await expect.poll(() => lines).toEqual(['ready', 'group.created 1']);
    const state = '/deliveries?state=delivered';
    const delivered = async () => (await store.call('GET', `/webhooks/${id}${state}`)).json.data;
    await expect.poll(delivered).toHaveLength(1);
    const [{ id: delivery }] = await delivered();
    await store.call('POST', `/webhooks/${id}/deliveries/${delivery}/redeliver`);
    await expect.poll(delivered).toHaveLength(1);
    const forged = await fetch(url, {
      method: 'POST',
      body: '{"type":"group.deleted","data":{"entityId":"1"}}',
      headers: {
        'webhook-id': 'forged',
        'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
        'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      },
    });
    expect(forged.status).toBe(400);
    await store.call('PATCH', '/groups/1', { body: { name: 'Trade' } });
    await expect.poll(() => lines.at(-1)).toBe('group.updated 1');
    expect(lines).toEqual(['ready', 'group.created 1', 'group.updated 1']);
  } finally {
    const exit = once(receiver, 'exit');
    receiver.kill();
    await exit;
    await service.close();
  }
});

it('names every kind of event, and every pause', () => {
  const events = /^Events: ([\s\S]*?)\n\n/m.exec(page)?.[1] ?? '';
  for (const kind of new Set(OPERATIONS.map((one) => one.split('.')[0]))) {
    expect(events).toContain(`\`${kind}\``);
  }
  const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
  const sentence = /is tried again after (.*?), each/s.exec(page)?.[1] ?? '';
  const pauses = [...sentence.matchAll(/(\d+) (s|min|h)\b/g)].map(
    ([, count, unit = '']) => Number(count) * (units[unit] ?? 0),
  );
  expect(pauses).toEqual(PAUSES_MS);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
