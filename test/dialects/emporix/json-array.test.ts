import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { jsonArray } from '../../../src/dialects/emporix/json-array.js';

const SIZE = 3;

/** Numbers from 1 to `count`, and how often a page of them was asked for. */
function numbers(count: number) {
  const asked: (number | undefined)[] = [];
  const load = async (after: number | undefined) => {
    asked.push(after);
    const from = after ?? 0;
    return Array.from({ length: Math.min(SIZE, count - from) }, (_, index) => from + index + 1);
  };
  return { asked, pages: { load, size: SIZE, text: String } };
}

describe('an array', () => {
  test.each([0, 1, 2, 3, 4, 6, 7, 100])('of %i rows has each of them once', async (count) => {
    let text = '';
    for await (const piece of jsonArray(numbers(count).pages)) text += piece;
    expect(JSON.parse(text)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  test('that nobody reads is not loaded beyond what waits to be sent', async () => {
    const { asked, pages } = numbers(1_000);
    const stream = jsonArray(pages);
    stream.once('readable', () => {});
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    const first = asked.length;
    expect(first).toBeLessThanOrEqual(3);
    stream.read();
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(asked.length).toBeLessThanOrEqual(first + 2);
    stream.destroy();
  });

  test('lets others have their turn between pages, however fast it is read', async () => {
    const { asked, pages } = numbers(300);
    let askedWhenServed = 0;
    setImmediate(() => setImmediate(() => setImmediate(() => (askedWhenServed = asked.length))));
    for await (const _ of jsonArray(pages));
    expect(askedWhenServed).toBeGreaterThan(0);
    expect(askedWhenServed).toBeLessThan(10);
  });

  test('that is dropped is loaded no further, and a failure then hurts nobody', async () => {
    const { asked, pages } = numbers(1_000);
    const load = async (after: number | undefined) => {
      const rows = await pages.load(after);
      if (asked.length > 1) throw new Error('Too late.');
      return rows;
    };
    const stream = jsonArray({ ...pages, load });
    await new Promise((resolve) => stream.once('readable', resolve));
    const { length } = asked;
    stream.on('error', () => {}).destroy();
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(asked.length).toBe(length);
  });
});

describe('an array that is sent', () => {
  let app: FastifyInstance | undefined;
  afterEach(() => app?.close());

  /** What a client gets of pages of which the one with this number fails. */
  async function received(failing: number) {
    const { asked, pages } = numbers(1_000);
    const load = async (after: number | undefined) => {
      const rows = await pages.load(after);
      if (asked.length === failing) throw new Error('The database is gone.');
      return rows;
    };
    app = Fastify();
    app.get('/', (_, reply) => reply.send(jsonArray({ ...pages, load })));
    await app.listen({ port: 0 });
    const { port } = app.server.address() as AddressInfo;
    return new Promise<{ status: number | undefined; text: string; isWhole: boolean }>(
      (resolve, reject) => {
        get({ port, agent: false }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          response.on('error', () => {});
          response.on('close', () =>
            resolve({ status: response.statusCode, text, isWhole: response.complete }),
          );
        }).on('error', reject);
      },
    );
  }

  test('breaks the connection when a later page fails', async () => {
    const { status, text, isWhole } = await received(5);
    expect([status, isWhole]).toEqual([200, false]);
    expect(text).toMatch(/^\[1,2,3,/);
    expect(text).not.toContain(']');
  });

  test('is an error when the first page fails', async () => {
    expect(await received(1)).toMatchObject({ status: 500, isWhole: true });
  });
});
