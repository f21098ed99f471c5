import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { type EcwidStore, ecwidApi } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';
import { JWT_SECRET, ROOT_KEY } from '../../helpers/service.js';

/** Tokens of which nobody knows, but whoever sends them. */
const UNKNOWN = 'ck_unknown-token-that-nobody-has';
const FOREIGN = 'secret_7RVm4vNq2xLkPz9WcTfYbGhJ';

/** Where a token goes, when a client is right and when it is not. */
const targets = (storeId: number, token: string): string[] => [
  `/api/v3/${storeId}/customer_groups?token=${token}`,
  `/api/v3/${storeId}/customer_groups?token=${token}&limit=x`,
  `/api/v3/${storeId}/customer_groups/1?token=${token}`,
  `/api/v3/${storeId}/customer_groups/99?token=${token}`,
  `/api/v3/1/customer_groups?token=${token}`,
  `/api/v3/${storeId}/customers?token=${token}`,
  `/api/v3/%zz?token=${token}`,
  `/api/v3/${storeId}/customer_groups?token=%zz${token}`,
  `/api/v3/${storeId}/customer_groups?%74oken=${token}`,
  `/api/v3/${storeId}/customer_groups?token=secret_${token}&token=${token}%00`,
  `/api/v3/${storeId}/customer_groups/${'1'.repeat(2_000)}?token=${token}`,
  `/api/v3/${storeId}/customer_groups%3Ftoken=${token}`,
  `/api/v3/${storeId}/customer_groups;token=${token}`,
  `/api/v3/${storeId}/customer_groups/${token}`,
  `/nowhere?token=${token}`,
  `/v1/stores?token=${token}`,
  `/stores/x/v2/customer_groups?token=${token}`,
  `/health/ready?token=${token}`,
  `/metrics?token=${token}`,
  `/docs?token=${token}`,
  `//?token=${token}`,
];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'];

/** Requests that are no HTTP, or hardly. */
const raw = (storeId: number, token: string): string[] => {
  const target = `/api/v3/${storeId}/customer_groups?token=${token}`;
  return [
    `GET ${target} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n`,
    `GET ${target}\r\n\r\n`,
    `GET ${target} HTTP/9.9\r\nHost: x\r\n\r\n`,
    `GET ${target} HTTP/1.1\r\n\r\n`,
    `GET http://x${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    `CONNECT x:443?token=${token} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `NOPE ${target} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n`,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  ];
};

describeEngines('Ecwid secrets', (engine) => {
  const api = ecwidApi(engine, { environment: { LOG_LEVEL: 'trace' } });

  async function sendRaw(bytes: string): Promise<void> {
    const { hostname, port } = new URL(api.service.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.end(bytes);
    await text(socket);
  }

  async function sendAll({ storeId }: EcwidStore, token: string): Promise<number[]> {
    const statuses: number[] = [];
    const shown: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${token}`, 'x-auth-token': token },
    ];
    for (const target of targets(storeId, token)) {
      for (const method of METHODS) {
        for (const headers of shown) {
          const body = method === 'GET' ? undefined : '{"name":"x","externalReferenceId":5}';
          const sent = { method, body, headers, redirect: 'manual' } as const;
          const reply = await fetch(api.service.origin + target, sent);
          await reply.arrayBuffer();
          statuses.push(reply.status);
        }
      }
    }
    for (const bytes of raw(storeId, token)) await sendRaw(bytes);
    return statuses;
  }

  it('appear in no log, whatever is asked and however', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    await store.create('VIP');
    const scoped = await store.makeKey('groups:read');
    const secrets = [store.key, other.key, scoped, ROOT_KEY, UNKNOWN, FOREIGN];
    for (const secret of secrets) {
      const statuses = await sendAll(store, secret);
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
    }
    await api.service.end();
    const log = api.service.log() + api.service.output();
    // The log is as talkative as it can be, and tells of these requests.
    const answered = log.split('\n').filter((line) => line.includes('"msg":"answered"'));
    expect(answered.length).toBeGreaterThan(secrets.length * METHODS.length);
    expect(log).toContain('"route":"/api/v3/:storeId/customer_groups/:groupId"');
    const shown = [...secrets, JWT_SECRET].filter((secret) => log.includes(secret));
    expect(shown).toEqual([]);
  });
});
