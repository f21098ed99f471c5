import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { openRaw } from '../../helpers/raw.js';
import { type RunningService, startService } from '../../helpers/service.js';

const NAMES = ['native', 'bigcommerce', 'ecwid', 'emporix', 'joptic'];

interface Api {
  name: string;
  introduction: { baseUrl: string; curl: string; javascript: { code: string } } | null;
}

const CHANNELS = {
  bigcommerce: { storeHash: 'abc123' },
  ecwid: { storeId: 4711 },
  emporix: { tenant: 'acme', site: "it's main" },
  joptic: { storeId: "it's" },
};

describeEngines('the APIs of a store', (engine) => {
  const api = nativeApi(engine);

  it('are all there, those without a channel with nothing to begin with', async () => {
    const store = await api.makeStore();
    const { status, json } = await store.call('GET', '/apis');
    expect([status, json.origin]).toEqual([200, api.service.origin]);
    expect(json.data.map(({ name }: Api) => name)).toEqual(NAMES);
    const begun = json.data.filter(({ introduction }: Api) => introduction !== null);
    expect(begun.map(({ name }: Api) => name)).toEqual(['native']);
    expect(begun[0].introduction.curl).toBe(
      `curl -H 'Authorization: Bearer YOUR_KEY' '${api.service.origin}/v1/stores/${store.id}/groups'`,
    );
  });

  it('have samples that a quote in an address does not break', async () => {
    const store = await api.makeStore({ channels: CHANNELS });
    const data: Api[] = (await store.call('GET', '/apis')).json.data;
    const sampleOf = (wanted: string) => data.find(({ name }) => name === wanted)?.introduction;
    expect(sampleOf('ecwid')?.baseUrl).toBe(`${api.service.origin}/api/v3/4711`);
    expect(sampleOf('bigcommerce')?.baseUrl).toBe(`${api.service.origin}/stores/abc123/v2`);
    expect(sampleOf('joptic')?.curl).toContain(`'x-store-id: it'\\''s'`);
    expect(sampleOf('joptic')?.javascript.code).toContain(`'x-store-id': 'it\\'s'`);
    expect(sampleOf('emporix')?.javascript.code).toContain(`/acme/it\\'s%20main/groups'`);
  });

  it('are told any credential of the store, and nobody else', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const { json } = await store.call('POST', '/keys', { body: { name: 'poor', scopes: [] } });
    expect((await store.call('GET', '/apis', { key: json.secret })).status).toBe(200);
    expect((await store.call('GET', '/apis', { key: other.key })).status).toBe(404);
  });

  it('are where the request says that the service is, as far as that can be', async () => {
    const store = await api.makeStore();
    const { port } = new URL(api.service.origin);
    const asked = async (host: string) => {
      const { send, received, closed } = await openRaw(api.service.origin);
      send(
        `GET /v1/stores/${store.id}/apis HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n` +
          `X-Forwarded-Host: evil.example\r\nAuthorization: Bearer ${store.key}\r\n\r\n`,
      );
      await closed;
      const [, origin] = /"origin":"([^"]*)"/.exec(received()) ?? [];
      return origin;
    };
    expect(await asked(`shop.example:${port}`)).toBe(`http://shop.example:${port}`);
    // What would end a quoted text of a sample is no host.
    expect(await asked(`shop.example';id;'`)).toBe('http://localhost');
  });

  describe('behind a public URL', () => {
    let service: RunningService;
    let port: number;
    beforeAll(async () => {
      const probe = createServer().listen(0, '127.0.0.1');
      await once(probe, 'listening');
      port = (probe.address() as AddressInfo).port;
      probe.close();
      await once(probe, 'close');
      service = await startService(engine, {
        arguments: ['--port', String(port)],
        environment: { CLIENTELE_PUBLIC_URL: `http://localhost:${port}` },
      });
    });
    afterAll(() => service?.close());

    it('are there, whoever asks from where', async () => {
      const store = await makeStore(`http://127.0.0.1:${port}`);
      const { json } = await store.call('GET', '/apis');
      expect(json.origin).toBe(`http://localhost:${port}`);
      expect(json.data[0].introduction.baseUrl).toBe(`http://localhost:${port}/v1`);
    });
  });
});
