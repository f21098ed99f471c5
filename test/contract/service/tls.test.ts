import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT_KEY, type RunningService, startService } from '../../helpers/service.js';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));

describe('HTTPS', () => {
  let directory: string;
  let service: RunningService | undefined;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clientele-tls-'));
    use('cert.pem', 'key.pem');
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
    rmSync(directory, { recursive: true });
  });

  function use(cert: string, key: string): void {
    cpSync(fixture(cert), join(directory, 'cert.pem'));
    cpSync(fixture(key), join(directory, 'key.pem'));
  }
  async function start(): Promise<RunningService> {
    service = await startService('sqlite', {
      environment: {
        CLIENTELE_TLS_CERT: join(directory, 'cert.pem'),
        CLIENTELE_TLS_KEY: join(directory, 'key.pem'),
      },
    });
    return service;
  }

  /** Trusts the one certificate, and checks the name in it. */
  function get(path: string, cert: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, service?.origin), {
        ca: readFileSync(fixture(cert)),
        headers: { authorization: `Bearer ${ROOT_KEY}` },
        agent: false,
      });
      sent.once('error', reject);
      sent.once('response', async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode ?? 0, body });
      });
      sent.end();
    });
  }

  it('is spoken with the certificate that is set', async () => {
    const { origin } = await start();
    expect(origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await get('/v1/stores', 'cert.pem')).toEqual({
      status: 200,
      body: '{"data":[],"nextCursor":null}',
    });
    await expect(get('/v1/stores', 'renewed-cert.pem')).rejects.toThrow(/self-signed/);
  });

  it('answers nobody in the clear', async () => {
    const { origin } = await start();
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += (chunk as Buffer).toString('latin1');
    expect(answer).not.toContain('HTTP/1.1 200');
    expect((await get('/readyz', 'cert.pem')).status).toBe(200);
  });

  it('answers what is malformed in the form of its API', async () => {
    const { origin } = await start();
    const socket = connectTls({
      port: Number(new URL(origin).port),
      host: '127.0.0.1',
      ca: readFileSync(fixture('cert.pem')),
    });
    socket.write('GET /v1/stores HTTP/1.1\r\nbad header\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed_request"');
  });

  it('takes a renewed certificate on SIGHUP, and keeps the old one when the new is bad', async () => {
    const running = await start();
    use('renewed-cert.pem', 'key.pem');
    running.process.kill('SIGHUP');
    await expect.poll(running.log).toContain('The old certificate stays in use.');
    expect((await get('/readyz', 'cert.pem')).status).toBe(200);
    use('renewed-cert.pem', 'renewed-key.pem');
    running.process.kill('SIGHUP');
    await expect.poll(running.log).toContain('The certificate was read again.');
    expect((await get('/readyz', 'renewed-cert.pem')).status).toBe(200);
  });

  it.each([
    ['a certificate that is not there', 'CERT', () => rmSync(join(directory, 'cert.pem'))],
    ['a key that is not there', 'KEY', () => rmSync(join(directory, 'key.pem'))],
    ['a key for a certificate', 'CERT', () => use('key.pem', 'key.pem')],
    ['the key of another certificate', 'KEY', () => use('cert.pem', 'renewed-key.pem')],
  ])('does not start with %s, and says why', async (_, setting, damage) => {
    damage();
    await expect(start()).rejects.toThrow(
      new RegExp(`clientele: CLIENTELE_TLS_${setting}: the file ".*" (cannot be read|holds no )`),
    );
  });
});
