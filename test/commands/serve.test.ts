import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { call } from '../helpers/api.js';
import { runCommand } from '../helpers/command.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import {
  ROOT_KEY,
  type RunningService,
  serviceEnvironment,
  startService,
} from '../helpers/service.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'not-for-the-terminal';

/** Settings that stop the start, and what the sentence about each says. */
const BAD_STARTS: readonly {
  sentence: RegExp;
  settings?: Readonly<Record<string, string>>;
  flags?: readonly string[];
}[] = [
  { settings: { PORT: 'http' }, sentence: /^PORT must be a whole number .*, not "http"\.$/ },
  { flags: ['--port', '65536'], sentence: /^--port must be .*, not "65536"\.$/ },
  { flags: ['--host', ''], sentence: /^--host must be / },
  {
    settings: { CLIENTELE_ROOT_KEY: PASSWORD },
    sentence: /^CLIENTELE_ROOT_KEY must be .* 32 bytes/,
  },
  {
    settings: { DATABASE_URL: `mysql://u:${PASSWORD}@h/d` },
    sentence: /^DATABASE_URL must be a URL/,
  },
  { settings: { CLIENTELE_RATE_LIMIT: 'some' }, sentence: /^CLIENTELE_RATE_LIMIT must be "on" or/ },
  { settings: { CLIENTELE_JWKS_URL: 'https://x' }, sentence: /CLIENTELE_JWKS_URL, not both/ },
  {
    settings: { DATABASE_URL: 'postgres://h/d', CLIENTELE_ROOT_KEY: '' },
    sentence: /^With DATABASE_URL, CLIENTELE_ROOT_KEY must be set/,
  },
  { settings: { DATABASE_URL: `postgres://u:${PASSWORD}@127.0.0.1:1/d` }, sentence: /database/i },
  { settings: { HOST: 'no-such.invalid', PORT: '0' }, sentence: /no-such\.invalid/ },
  {
    settings: { CLIENTELE_DATA: join(CHECKOUT, 'package.json') },
    sentence: /^The data directory ".*package.json" cannot be made/,
  },
];

/** A service that has printed all that it has to say. */
async function startDemo(place: Place): Promise<RunningService> {
  const service = await startService(place.engine, { place, arguments: ['--demo'] });
  await expect.poll(() => service.log()).toContain('"msg":"ready"');
  return service;
}

describeEngines('serve', (engine) => {
  it('makes a demo once, and shows how to reach it', async () => {
    const place = await makePlace(engine);
    const first = await startDemo(place);
    const made =
      /^Made a demo store: .*6 groups, 300 customers, 120 products and 2 price lists\.$/m;
    expect(first.output()).toMatch(made);
    const [, key = ''] = /^ +Key +(ck_\S+)$/m.exec(first.output()) ?? [];
    const shown = {
      groups: await everything(first.origin, key, 'groups'),
      customers: await everything(first.origin, key, 'customers'),
      'price-lists': await everything(first.origin, key, 'price-lists'),
      categories: await everything(first.origin, key, 'categories'),
      products: await everything(first.origin, key, 'products'),
    };
    expect(shown.groups).toHaveLength(6);
    expect(shown.customers).toHaveLength(300);
    expect(shown['price-lists']).toHaveLength(2);
    expect(shown.products).toHaveLength(120);
    const placed = new Set(shown.products.flatMap(({ categoryIds }) => categoryIds));
    const known = new Set(shown.categories.map(({ id }) => id));
    expect([...placed].filter((id) => !known.has(String(id)))).toEqual([]);
    const counted = shown.groups.reduce((sum, { memberCount }) => sum + Number(memberCount), 0);
    const listed = shown.customers.flatMap(({ groupIds }) => groupIds);
    expect(counted).toBe(listed.length);

    const lines = first.output().split('\n');
    const curls = lines.filter((line) => line.startsWith('curl '));
    expect(curls).toHaveLength(5);
    for (const line of curls) {
      // Above each stands the API's name with its base URL, which the line uses.
      const [, base = 'none'] =
        /^\w.* {2}(http:\S+)$/.exec(lines[lines.indexOf(line) - 1] ?? '') ?? [];
      expect(line).toContain(base);
      const { code, stdout } = await shell(`${line} --silent --show-error --fail`);
      expect([line, code]).toEqual([line, 0]);
      // Emporix knows no names, and shows what is said of a group.
      expect(stdout).toMatch(/Frame club|Members of the loyalty programme\./);
    }
    expect(await first.end()).toBe(0);

    const second = await startDemo(place);
    expect(second.output()).toContain(key);
    expect(second.output()).not.toMatch(made);
    expect(await everything(second.origin, key, 'customers')).toEqual(shown.customers);
    expect((await call(second.origin, 'DELETE', '/v1/stores/demo')).status).toBe(204);
    await second.end();

    const third = await startDemo(place);
    expect(third.output()).not.toMatch(made);
    expect((await call(third.origin, 'GET', '/v1/stores')).json.data).toEqual([]);
    expect((await call(third.origin, 'GET', '/v1/stores/demo/groups', { key })).status).toBe(401);
    await third.close();
  });

  it('makes nothing without being asked', async () => {
    const service = await startService(engine);
    expect((await call(service.origin, 'GET', '/v1/stores')).json.data).toEqual([]);
    await service.close();
  });

  it('keeps the demo away from stores that exist', async () => {
    const place = await makePlace(engine);
    await runCommand(serviceEnvironment(place), 'store', 'create', 'acme');
    const service = await startDemo(place);
    const { json } = await call(service.origin, 'GET', '/v1/stores');
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(['acme']);
    await service.close();
  });

  it('finishes what runs when it is told to stop', async () => {
    const service = await startService(engine);
    const running = slowRequest(service.origin, { id: 'late', name: 'Late' });
    await running.begun;
    const ended = service.end();
    expect(await running.finish()).toBe(201);
    expect(await ended).toBe(0);
    const again = await startService(engine, { place: service.place });
    expect((await call(again.origin, 'GET', '/v1/stores/late')).status).toBe(200);
    await again.close();
  });

  it('says that its port is in use', async () => {
    const service = await startService(engine);
    const { port } = new URL(service.origin);
    const environment = serviceEnvironment(service.place, { LOG_LEVEL: 'silent' });
    const { code, stderr } = await runCommand(environment, 'serve', '--port', port);
    expect(stderr).toMatch(/^clientele: The port is in use\. .*--port or PORT.*\n$/);
    expect(code).toBe(1);
    await service.close();
  });
});

describe('serve', () => {
  it.each(BAD_STARTS)('stops with $sentence', async ({ sentence, settings, flags = [] }) => {
    const place = await makePlace('sqlite');
    const environment = serviceEnvironment(place, { LOG_LEVEL: 'silent', ...settings });
    const { code, stdout, stderr } = await runCommand(environment, 'serve', ...flags);
    expect(stderr).toMatch(/^clientele: .+\n$/);
    expect(stderr.slice('clientele: '.length).trimEnd()).toMatch(sentence);
    expect(stderr).not.toContain(PASSWORD);
    expect([code, stdout]).toEqual([1, '']);
    await place.remove();
  });

  it('keeps generated secrets to its own user', async () => {
    const place = await makePlace('sqlite');
    const data = join(place.directory, 'new', 'data');
    const unset = { CLIENTELE_DATA: data, CLIENTELE_ROOT_KEY: '', CLIENTELE_JWT_SECRET: '' };
    const service = await startService('sqlite', { place, environment: unset });
    const file = join(data, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    const { rootKey, jwtSecret } = JSON.parse(readFileSync(file, 'utf8'));
    expect(Buffer.byteLength(rootKey)).toBeGreaterThanOrEqual(32);
    expect(Buffer.byteLength(jwtSecret)).toBeGreaterThanOrEqual(32);
    expect((await call(service.origin, 'GET', '/v1/stores', { key: rootKey })).status).toBe(200);
    expect((await call(service.origin, 'GET', '/v1/stores', { key: ROOT_KEY })).status).toBe(401);
    await service.end();
    const again = await startService('sqlite', { place, environment: unset });
    expect((await call(again.origin, 'GET', '/v1/stores', { key: rootKey })).status).toBe(200);
    await again.close();
  });

  it('needs no file of secrets when both are set', async () => {
    const service = await startService('sqlite');
    expect(existsSync(join(service.place.directory, 'secrets.json'))).toBe(false);
    await service.close();
  });

  it('says which file holds secrets that it cannot read', async () => {
    const place = await makePlace('sqlite');
    mkdirSync(place.directory, { recursive: true });
    writeFileSync(join(place.directory, 'secrets.json'), '{"rootKey": ');
    const environment = serviceEnvironment(place, { CLIENTELE_ROOT_KEY: '', PORT: '0' });
    const { code, stderr } = await runCommand(environment, 'serve');
    expect(stderr).toMatch(/^clientele: .*secrets\.json.*\n$/);
    expect(code).toBe(1);
    await place.remove();
  });

  it('ends well when npm start is told to stop', async () => {
    const place = await makePlace('sqlite');
    const environment = serviceEnvironment(place);
    // Its own process group, and the signal to npm alone: npm has to hand it on.
    const npm = spawn('npm', ['start', '--', '--port', '0'], {
      cwd: CHECKOUT,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<number | null>((resolve) => npm.once('close', resolve));
    let log = '';
    npm.stderr.on('data', (chunk) => {
      log += chunk;
    });
    try {
      const origin = await new Promise<string>((resolve, reject) => {
        void closed.then(() => reject(new Error(log)));
        createInterface({ input: npm.stdout }).on('line', (line) => {
          const [, found] = /^Clientele serves on (\S+)$/.exec(line) ?? [];
          if (found) resolve(found);
        });
      });
      await expect.poll(() => log).toMatch(/"pid":\d+/);
      const pid = Number(/"pid":(\d+)/.exec(log)?.[1]);
      const running = slowRequest(origin, { id: 'late', name: 'Late' });
      await running.begun;
      const told = Date.now();
      npm.kill('SIGTERM');
      expect(await running.finish()).toBe(201);
      expect(await closed).toBe(0);
      expect(Date.now() - told).toBeLessThan(10_000);
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    } finally {
      if (npm.exitCode === null && npm.pid) process.kill(-npm.pid, 'SIGKILL');
      await place.remove();
    }
  });
});

/** All pages of a collection of the demo store. */
async function everything(
  origin: string,
  key: string,
  what: string,
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `/v1/stores/demo/${what}?limit=200${cursor && `&cursor=${cursor}`}`;
    const { json } = await call(origin, 'GET', path, { key });
    all.push(...json.data);
    cursor = json.nextCursor;
  }
  return all;
}

/** A request to make a store, which the service has begun to read and cannot answer yet. */
function slowRequest(origin: string, store: object) {
  const body = JSON.stringify(store);
  const outgoing = request(`${origin}/v1/stores`, {
    method: 'POST',
    // Keeps the connection for as long as the service does.
    agent: new Agent({ keepAlive: true }),
    headers: {
      authorization: `Bearer ${ROOT_KEY}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  const status = new Promise<number | undefined>((resolve, reject) => {
    outgoing.once('response', (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.once('error', reject);
  });
  // Node answers 100 when the request has reached the service.
  const begun = new Promise<void>((resolve) => outgoing.once('continue', resolve));
  outgoing.flushHeaders();
  return {
    begun,
    finish: () => {
      outgoing.end(body);
      return status;
    },
  };
}

function shell(line: string): Promise<{ code: number | null; stdout: string }> {
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout })));
}
