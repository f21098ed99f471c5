import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { Tokens } from '../../src/http/tokens.js';
import { commitMark, type Dump, dump } from '../helpers/database.js';
import { describeEngines, type EngineName } from '../helpers/engines.js';
import { type InProcess, startInProcess } from '../helpers/in-process.js';
import { violations } from '../helpers/invariants.js';
import { JWT_SECRET, ROOT_KEY } from '../helpers/service.js';
import { type Form, faultsOfForm, formOf } from './forms.js';
import { type Route, requestTo, rightRequestTo, routesOf, type Sent } from './requests.js';
import { emporixToken, removeStore, type Seeded, seedStore } from './seed.js';

const STORE = 'acme';
const SECRET = 'ck_secret-of-the-arbitrary-input-suite';
const TEXTS = {
  names: ['Wholesale', 'Guests', 'Retail', 'Staff'],
  emails: ['ann@example.org'],
  customerIds: ['c1', 'c2', 'c 3/ü'],
  listIds: ['7', 'trade'],
  userIds: ['u1'],
};

/** Never said to a client: of a stack trace, of a driver, of a statement. */
const INTERNAL =
  /\n\s+at |node_modules|SQLITE|SELECT |select "|insert into|TypeError|syntax error at/;

/** A service with one store, which is made anew when requests have taken much of it away. */
class World {
  readonly service: InProcess;
  seeded!: Seeded;
  #state!: Dump;
  #mark = '';
  #writes = 0;
  readonly #statuses = new Map<number, number>();

  constructor(service: InProcess) {
    this.service = service;
  }

  async seed(): Promise<void> {
    const { database, engine } = this.service;
    if ((await dump(engine)).stores?.some(({ id }) => id === STORE)) {
      await removeStore(database, STORE);
    }
    this.seeded = await seedStore(database, STORE, TEXTS, SECRET);
    this.#state = await dump(engine);
    this.#writes = 0;
  }

  async credentials(form: Form): Promise<{ valid: Record<string, string>[] }> {
    if (form === 'bigcommerce') {
      const basic = Buffer.from(`${this.seeded.keys[0]}:${SECRET}`).toString('base64');
      return { valid: [{ 'x-auth-token': SECRET }, { authorization: `Basic ${basic}` }] };
    }
    if (form === 'ecwid') return { valid: [{ authorization: `Bearer ${SECRET}` }] };
    if (form === 'emporix') {
      const access = await emporixToken(this.service.app, this.seeded);
      return { valid: [{ authorization: `Bearer ${access}` }] };
    }
    const token = await new Tokens({ secret: JWT_SECRET }, systemEnvironment).mint('u1', 3600);
    if (form === 'joptic') {
      const { jopticId } = this.seeded;
      return { valid: [{ authorization: `Bearer ${token}`, 'x-store-id': jopticId }] };
    }
    return {
      valid: [SECRET, SECRET, ROOT_KEY, token].map((secret) => ({
        authorization: `Bearer ${secret}`,
      })),
    };
  }

  /** @throws when the answer is not what a dialect may answer, or a refusal has changed anything */
  async send(sent: Sent): Promise<void> {
    const { app, engine, lastError } = this.service;
    const before = this.#state;
    const reply = await app.inject(sent as never);
    const { statusCode: status, body, headers } = reply;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    if (status >= 500) throw new Error(`${status} ${body} ${lastError()}`);
    if (status === 429) throw new Error('Limits are off, and this is one.');
    expect(headers['x-request-id']).toMatch(/./);
    if (status >= 400) {
      expect(body).not.toMatch(INTERNAL);
      if (sent.method !== 'HEAD') {
        const { pathname, search } = new URL(`http://localhost${sent.url}`);
        expect(faultsOfForm(formOf(pathname + search), { status, headers, body })).toEqual([]);
      }
    }
    const mark = await commitMark(engine);
    if (mark === this.#mark) return;
    this.#mark = mark;
    this.#state = await dump(engine);
    if (status >= 400 || sent.method === 'GET' || sent.method === 'HEAD')
      expect(this.#state).toEqual(before);
    else await this.#heal(sent);
  }

  /** Sends a body whose only fault is the type of a field. */
  async sendFaulty(route: Route, field: string, headers: Record<string, string>) {
    const known = { ...this.seeded, groups: this.seeded.groups.slice(0, 1) };
    const [sent] = fc.sample(rightRequestTo(route, known, { valid: [headers] }), 1);
    const body = { ...JSON.parse(String(sent?.payload ?? '{}')), [field]: 1.5 };
    const faulty = { ...sent, payload: JSON.stringify(body) };
    const { statusCode, body: text } = await this.service.app.inject(faulty as never);
    return { status: statusCode, body: text };
  }

  /** What was deleted or locked out is needed by the next requests. */
  async #heal({ url }: Sent): Promise<void> {
    const takesMuch = !/\/(groups|customers|price-lists|members|categories|products)\b/.test(url);
    if (!takesMuch && ++this.#writes % 20 !== 0) return;
    expect(violations(this.#state)).toEqual([]);
    await this.seed();
  }

  /** How many of the answers were of this class: a suite that only ever fails shows nothing. */
  share(ofClass: number): number {
    let all = 0;
    let found = 0;
    for (const [status, count] of this.#statuses) {
      all += count;
      if (Math.floor(status / 100) === ofClass) found += count;
    }
    return found / all;
  }
}

/** The fields of the body that a refusal names. */
function namedFields(form: Form, body: string): (string | undefined)[] {
  const answer = JSON.parse(body);
  if (form === 'joptic') return answer.message.map((text: string) => text.split(' ')[0]);
  if (form === 'ecwid') return [/'([^']*)'/.exec(answer.errorMessage)?.[1]];
  if (form === 'emporix') return answer.details.map(({ field }: { field: string }) => field);
  return form === 'native'
    ? answer.errors.map(({ pointer }: { pointer?: string }) => pointer?.split('/')[1])
    : answer.map(({ message }: { message: string }) => /'([^']*)'/.exec(message)?.[1]);
}

/** For each route. */
const RUNS: Record<EngineName, number> = { sqlite: 20, postgresql: 8 };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

describeEngines('arbitrary input', (engine) => {
  let world: World;
  let routes: Route[];
  beforeAll(async () => {
    const service = await startInProcess(engine);
    world = new World(service);
    await world.seed();
    routes = routesOf(service.app.routes);
  });
  afterAll(() => world.service.close());

  describe.each<Form>(['native', 'bigcommerce', 'ecwid', 'emporix', 'joptic'])(
    'to routes of %s',
    (form) => {
      it('is answered or refused in its own form', { timeout: 180_000 }, async () => {
        const own = routes.filter(({ url }) => formOf(url) === form);
        expect(own.length).toBeGreaterThan(0);
        for (const route of own) {
          await fc.assert(
            fc.asyncProperty(
              requestTo(route, world.seeded, await world.credentials(form)),
              (sent) => world.send(sent),
            ),
            { numRuns: RUNS[engine] },
          );
        }
        expect(world.share(2)).toBeGreaterThan(0.1);
        expect(world.share(4)).toBeGreaterThan(0.1);
      });

      it('of another type names the field that is wrong', async () => {
        const own = routes.filter(({ url, body }) => formOf(url) === form && body?.properties);
        expect(own.length).toBeGreaterThan(0);
        for (const route of own) {
          const [headers] = (await world.credentials(form)).valid;
          for (const field of Object.keys(route.body?.properties ?? {})) {
            const answer = await world.sendFaulty(route, field, { ...headers });
            expect({ route, field, ...answer }).toMatchObject({ status: 400 });
            expect(namedFields(form, answer.body)).toContain(field);
          }
        }
      });

      it('with a method that the path has not is refused', async () => {
        const own = routes.filter(({ url }) => formOf(url) === form);
        const known = new Set(own.map(({ method, url }) => `${method} ${url}`));
        for (const url of new Set(own.map((route) => route.url))) {
          for (const method of METHODS.filter((name) => !known.has(`${name} ${url}`))) {
            const route = { method, url, body: undefined, query: undefined };
            const credentials = await world.credentials(form);
            await fc.assert(
              fc.asyncProperty(requestTo(route, world.seeded, credentials), (sent) =>
                world.send(sent),
              ),
              { numRuns: 2 },
            );
          }
        }
      });
    },
  );
});
