import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { call } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { required?: boolean };
  responses: Record<string, { description: string }>;
}

describeEngines('native service routes', (engine) => {
  const api = nativeApi(engine);
  const get = (path: string) => call(api.service.origin, 'GET', path, { key: '' });
  const operations = () =>
    Object.entries(api.openApi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method,
        operation: operation as Operation,
      })),
    );

  it('has an OpenAPI document that is valid 3.1', async () => {
    const reply = await get('/openapi.json');
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.json.openapi).toMatch(/^3\.1\./);
    const validator = new Validator();
    expect(await validator.validate(reply.json)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('documents every operation with words, parameters and problems', () => {
    for (const { path, method, operation } of operations()) {
      const place = `${method} ${path}`;
      expect(operation.summary, place).toMatch(/\w+ \w+/);
      expect(operation.tags, place).toHaveLength(1);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name).sort(), place).toEqual(named.sort());
      expect(Object.keys(operation.responses), place).toContain('4XX');
      const takesBody = ['post', 'put', 'patch'].includes(method);
      expect(operation.requestBody !== undefined, place).toBe(takesBody);
    }
  });

  it('says which writes need no body', () => {
    const path = '/v1/stores/{store}/groups/{group}/members/{customer}';
    const optional = operations()
      .filter(({ operation }) => operation.requestBody?.required === false)
      .map((found) => `${found.method} ${found.path}`);
    const webhook = '/v1/stores/{store}/webhooks/{webhook}';
    expect(optional.sort()).toEqual([
      'post /v1/stores/{store}/changes/{seq}/undo',
      `post ${webhook}/deliveries/{delivery}/redeliver`,
      `post ${webhook}/rotate`,
      `put ${path}`,
    ]);
  });

  it('serves a page of the documentation for people', async () => {
    const page = await get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.text).toMatch(/<title>Clientele API<\/title>/);
    const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, path = ''] of scripts) {
      const { pathname } = new URL(path, `${api.service.origin}/docs/`);
      const asset = await get(pathname);
      expect(asset.status, path).toBe(200);
      expect(asset.text.length).toBeGreaterThan(100);
    }
  });

  it('measures requests by API, method, route and status', async () => {
    const store = await api.makeStore();
    await store.call('GET', '/groups/1');
    await get('/no/such/path');
    const { status, headers, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    const name = 'clientele_http_request_duration_seconds';
    expect(text).toContain(`# TYPE ${name} histogram`);
    const route = 'route="/v1/stores/:store/groups/:group"';
    expect(text).toContain(`${name}_count{api="native",method="GET",${route},status="404"} 1`);
    expect(text).toMatch(/api="native",method="GET",route="[^"/]*",status="404"/);
    expect(text).not.toContain(store.id);
    expect(text).not.toContain('no/such');
  });

  it.each([
    ['/healthz', { status: 'ok' }],
    ['/readyz', { status: 'ready' }],
  ])('answers %s without a credential', async (path, body) => {
    const reply = await get(path);
    expect([reply.status, reply.json]).toEqual([200, body]);
  });
});
