import { Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { Connections } from '../../src/http/connections.js';

const LIMITS = {
  max: 10,
  headersMs: 60_000,
  requestMs: 60_000,
  keepAliveMs: 60_000,
  stallMs: 60_000,
};

it('are closed by a stop after an answer that was already under way', async () => {
  const app = Fastify({ keepAliveTimeout: LIMITS.keepAliveMs });
  new Connections(app, LIMITS);
  const body = new Readable({ read() {} });
  app.get('/', async () => body);
  await app.listen();
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const answer = await new Promise<IncomingMessage>((resolve) => {
    request({ port, agent }, resolve).end();
    body.push('first');
  });
  expect(answer.headers.connection).toBe('keep-alive');
  const closed = app.close();
  await new Promise((resolve) => setImmediate(resolve));
  body.push(', last');
  body.push(null);
  expect(String(await buffer(answer))).toBe('first, last');
  await closed;
});
