import { afterAll, beforeAll, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { call } from '../helpers/api.js';
import { type Ran, runCommand } from '../helpers/command.js';
import { describeEngines } from '../helpers/engines.js';
import { type RunningService, serviceEnvironment, startService } from '../helpers/service.js';

const COMMANDS = [
  '',
  'serve',
  'migrate',
  'store',
  'store create',
  'store list',
  'key',
  'key create',
  'key list',
  'key revoke',
  'token',
  'quote',
  'purge',
  'backup',
  'restore',
  'doctor',
];

/** What nobody can do, and what the sentence about it says. */
const REFUSED: readonly (readonly [string[], RegExp])[] = [
  [['nonsense'], /unknown command 'nonsense'/],
  [['store', 'nonsense'], /unknown command 'nonsense'/],
  [['store', 'list', '--nonsense'], /unknown option '--nonsense'/],
  [['store', 'list', 'acme'], /too many arguments/],
  [['store', 'create'], /missing required argument 'id'/],
  [['store', 'create', 'Acme'], /id must .*small letters/],
  [['store', 'create', '', '--name', 'x'], /id must .*small letters/],
  [['store', 'create', 'new', '--name', ''], /name must not be empty/],
  [['store', 'create', 'new', '--currency', 'ZZZ'], /currency must be a currency code/],
  [['store', 'create', 'new', '--channels', 'ecwid'], /--channels must be JSON/],
  [['store', 'create', 'new', '--channels', 'null'], /--channels must be JSON/],
  [['store', 'create', 'new', '--channels', '[]'], /--channels must be JSON/],
  [['store', 'create', 'new', '--channels', '{"ecwid": 7}'], /--channels must be JSON/],
  [['store', 'create', 'new', '--channels', '{"acme": {}}'], /channels\.acme is not known here/],
  [
    ['store', 'create', 'new', '--channels', '{"ecwid": {"storeId": "x"}}'],
    /channels\.ecwid\.storeId must be a whole number/,
  ],
  [['store', 'create', 'acme'], /There is a store 'acme' already/],
  [['key', 'create', 'acme'], /required option '--name <name>'/],
  [['key', 'create', 'acme', '--name', ''], /name must not be empty/],
  [['key', 'create', 'nowhere', '--name', 'x'], /There is no store 'nowhere'/],
  [
    ['key', 'create', 'acme', '--name', 'x', '--scopes', 'all'],
    /Unknown: all\. Scopes: groups:read/,
  ],
  [['key', 'create', 'acme', '--name', 'x', '--expires', 'tomorrow'], /Give a time such as/],
  [
    ['key', 'create', 'acme', '--name', 'x', '--expires', '2020-01-01T00:00:00Z'],
    /expiresAt must lie in the future/,
  ],
  [['key', 'list', 'nowhere'], /There is no store 'nowhere'/],
  [['key', 'revoke', 'acme', 'key_none'], /There is no key 'key_none'/],
  [['key', 'revoke', 'nowhere', 'key_none'], /There is no store 'nowhere'/],
  [['backup'], /missing required argument 'file'/],
  [['restore'], /missing required argument 'file'/],
  [['doctor', 'acme'], /too many arguments/],
  [['token'], /missing required argument 'user'/],
  [['token', ''], /The user must not be empty/],
  [['token', 'anna', '--expires', 'soon'], /Give a number and a unit/],
  [['token', 'anna', '--expires', '0m'], /Give a number and a unit/],
];

describeEngines('commands', (engine) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(engine);
    const made = await run('store', 'create', 'acme', '--name', 'Acme Optics');
    expect(made.stdout).toBe('Created store "acme".\n');
  });
  afterAll(() => service?.close());

  const run = (...commandLine: string[]): Promise<Ran> =>
    runCommand(serviceEnvironment(service.place), ...commandLine);
  const groupsWith = async (key: string, store = 'acme') =>
    (await call(service.origin, 'GET', `/v1/stores/${store}/groups`, { key })).status;

  it('make a store that the service knows at once', async () => {
    const channels = { ecwid: { storeId: 77 }, joptic: { storeId: 's77' } };
    const made = await run(
      ...['store', 'create', 'shop', '--name', 'Shop', '--currency', 'EUR', '--json'],
      ...['--channels', JSON.stringify(channels)],
    );
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.json).toMatchObject({
      id: 'shop',
      name: 'Shop',
      currency: 'EUR',
      channels: { ecwid: { storeId: 77, customerGroupsEnabled: true }, joptic: { storeId: 's77' } },
    });
    const read = await call(service.origin, 'GET', '/v1/stores/shop');
    expect(read.json).toEqual(made.json);
    const list = await run('store', 'list', '--json');
    expect(list.json).toContainEqual(made.json);
    const table = await run('store', 'list');
    expect(table.stdout).toMatch(/^ID +NAME +CURRENCY +CHANNELS +CREATEDAT\n/);
    expect(table.stdout).toMatch(/^shop +Shop +EUR +ecwid 77, joptic s77 +\d{4}-/m);
  });

  it('make, list and revoke keys of a running service', async () => {
    const name = ['--name', 'web shop'];
    const made = await run(
      'key',
      'create',
      'acme',
      ...name,
      '--scopes',
      'groups:read',
      '--rate-limit',
      '300',
      '--json',
    );
    expect(made.json).toMatchObject({
      name: 'web shop',
      scopes: ['groups:read'],
      rateLimit: 300,
      expiresAt: null,
    });
    const { id, secret } = made.json;
    expect(await groupsWith(secret)).toBe(200);
    expect(await groupsWith(secret, 'shop')).toBe(404);

    const list = await run('key', 'list', 'acme', '--json');
    expect(list.stdout).not.toContain(secret);
    expect(list.json.map((key: { id: string }) => key.id)).toContain(id);
    const table = await run('key', 'list', 'acme');
    expect(table.stdout).toMatch(
      /^ID +NAME +SCOPES +RATELIMIT +LASTUSEDAT +EXPIRESAT +CREATEDAT\n/,
    );

    expect(await groupsWith(secret)).toBe(200);
    const revoked = await run('key', 'revoke', 'acme', id);
    expect([revoked.code, revoked.stdout]).toEqual([0, `Revoked key ${id}.\n`]);
    await expect.poll(() => groupsWith(secret), { interval: 20, timeout: 2_000 }).toBe(401);
    expect((await run('key', 'list', 'acme', '--json')).stdout).not.toContain(id);
  });

  it('print the secret of a key for people, once', async () => {
    const made = await run(
      'key',
      'create',
      'acme',
      '--name',
      'x',
      '--expires',
      '2099-01-01T00:00:00Z',
    );
    const [, secret = ''] = /shown this once:\n(\S+)\n$/.exec(made.stdout) ?? [];
    expect(await groupsWith(secret)).toBe(200);
  });

  it('mint a token that opens what the user may', async () => {
    const scopes = ['groups:read'];
    await call(service.origin, 'PUT', '/v1/stores/acme/users/anna', {
      body: { active: true, scopes },
    });
    const plain = await run('token', 'anna');
    expect(await groupsWith(plain.stdout.trim())).toBe(200);
    const { json } = await run('token', 'anna', '--expires', '2h', '--json');
    expect(json.expiresIn).toBe(7200);
    expect(await groupsWith(json.token)).toBe(200);
    expect(await groupsWith((await run('token', 'berta')).stdout.trim())).toBe(404);
  });

  it('find nothing to migrate in a served database', async () => {
    const again = await run('migrate');
    expect([again.code, again.stdout]).toEqual([
      0,
      'The database has the newest schema already.\n',
    ]);
    expect((await run('migrate', '--json')).json).toEqual({ applied: [] });
  });

  it.each(REFUSED)('refuse %j in one sentence', async (commandLine, sentence) => {
    const before = (await call(service.origin, 'GET', '/v1/stores')).text;
    const { code, stdout, stderr } = await run(...commandLine);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^(clientele|error): .+\n(\(Did you mean .+\n)?$/);
    expect([code, stdout]).toEqual([1, '']);
    expect((await call(service.origin, 'GET', '/v1/stores')).text).toBe(before);
  });
});

it.each(COMMANDS)('%s --help shows what to type', async (name) => {
  const commandLine = [...name.split(' ').filter(Boolean), '--help'];
  const { code, stdout, stderr } = await runCommand({ PATH: process.env.PATH }, ...commandLine);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^Usage: clientele ${name}`));
  expect(stdout).toMatch(new RegExp(`\nExample:\n {2}\\$ clientele ${name}.*\\S`));
});

it('says its version', async () => {
  const ran = await runCommand({ PATH: process.env.PATH }, '--version');
  expect([ran.code, ran.stdout, ran.stderr]).toEqual([0, `${packageJson.version}\n`, '']);
});
