import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { PostgresEngine } from '../../src/database/engines/postgres.js';
import { statement } from '../../src/database/statement.js';
import { makePlace, type Place } from '../helpers/engines.js';
import { startProxy } from '../helpers/proxy.js';

const add = statement<{ id: number; amount: number }>()(
  (_, p) => sql`update accounts set amount = amount + ${p.amount} where id = ${p.id}`,
);
const lock = statement<{ id: number }>()(
  (_, p) => sql<{ id: number }>`select id from accounts where id = ${p.id} for update`,
);
const failOnce = statement<object>()(() => sql<{ ok: boolean }>`select fail_once() as ok`);
const failAlways = statement<object>()(() => sql`select fail_always()`);
const amounts = statement<object>()(
  () => sql<{ amount: number }>`select amount from accounts order by id`,
);
const sleep = statement<object>()(() => sql`select pg_sleep(10)`);
const self = statement<object>()(() => sql<{ pid: number }>`select pg_backend_pid() as pid`);

describe.skipIf(inject('postgresUrl') === '')('the PostgreSQL engine', () => {
  let place: Place;
  let engine: PostgresEngine;
  let admin: pg.Client;
  beforeEach(async () => {
    place = await makePlace('postgresql');
    admin = new pg.Client(place.databaseUrl);
    await admin.connect();
    await admin.query(`
      create table accounts (id bigint primary key, amount bigint not null);
      insert into accounts values (1, 0), (2, 0);
      create sequence attempts;
      create function fail_once() returns boolean language plpgsql as $$
        begin
          if nextval('attempts') < 3 then
            raise exception 'could not serialize access' using errcode = '40001';
          end if;
          return true;
        end $$;
      create function fail_always() returns boolean language plpgsql as $$
        begin
          perform nextval('attempts');
          raise exception 'deadlock detected' using errcode = '40P01';
        end $$;`);
    engine = new PostgresEngine(place.databaseUrl ?? '', { connections: 4 });
  });
  afterEach(async () => {
    await engine.close();
    await admin.end();
    await place.remove();
  });

  const read = async () => (await engine.read(amounts, {})).map(({ amount }) => amount);

  it('runs a unit again that lost against another', async () => {
    let runs = 0;
    await engine.write(async (transaction) => {
      runs++;
      transaction.send(add, { id: 1, amount: 1 });
      await transaction.run(failOnce, {});
    });
    expect(runs).toBe(3);
    // Only the run that was committed has left anything.
    expect(await read()).toEqual([1, 0]);
  });

  it('gives up a unit that loses again and again', async () => {
    let runs = 0;
    const losing = engine.write(async (transaction) => {
      runs++;
      transaction.send(add, { id: 1, amount: 1 });
      transaction.send(failAlways, {});
    });
    await expect(losing).rejects.toThrow(/deadlock/);
    expect(runs).toBeGreaterThan(1);
    expect(runs).toBeLessThan(20);
    expect(await read()).toEqual([0, 0]);
  });

  it('lets both units of a deadlock through', { timeout: 20_000 }, async () => {
    // Each holds one row before it asks for the other's, the first time at least.
    let waiting = 0;
    let both: () => void = () => {};
    const bothHold = new Promise<void>((resolve) => {
      both = resolve;
    });
    const transfer = (from: number, to: number) =>
      engine.write(async (transaction) => {
        await transaction.run(lock, { id: from });
        if (++waiting === 2) both();
        await bothHold;
        transaction.send(add, { id: from, amount: -1 });
        transaction.send(add, { id: to, amount: 2 });
      });
    await Promise.all([transfer(1, 2), transfer(2, 1)]);
    expect(waiting).toBeGreaterThan(2);
    expect(await read()).toEqual([1, 1]);
  });

  it('is unavailable when its connection is cut in a unit', async () => {
    let runs = 0;
    const cut = engine.write(async (transaction) => {
      runs++;
      transaction.send(add, { id: 1, amount: 1 });
      const [backend] = await transaction.run(self, {});
      await admin.query('select pg_terminate_backend($1)', [backend?.pid]);
      await transaction.run(amounts, {});
    });
    await expect(cut).rejects.toMatchObject({ code: 'unavailable' });
    expect(runs).toBe(1);
    expect(await read()).toEqual([0, 0]);
    await engine.write(async (transaction) => transaction.send(add, { id: 1, amount: 5 }));
    expect(await read()).toEqual([5, 0]);
  });

  it('survives that all idle connections are cut', async () => {
    await Promise.all(Array.from({ length: 4 }, () => engine.read(amounts, {})));
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    // Whether a connection is known to be broken depends on when the news arrives.
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => engine.read(amounts, {})),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'unavailable' });
      }
    }
    await engine.write(async (transaction) => transaction.send(add, { id: 2, amount: 7 }));
    expect(await read()).toEqual([0, 7]);
  });

  it('is unavailable where no server listens', async () => {
    const nowhere = new PostgresEngine('postgres://nobody@127.0.0.1:1/none');
    await expect(nowhere.read(amounts, {})).rejects.toMatchObject({ code: 'unavailable' });
    await expect(nowhere.write(async () => {})).rejects.toMatchObject({ code: 'unavailable' });
    await nowhere.close();
  });

  it('waits for a free connection when all are busy', async () => {
    await Promise.all(
      Array.from({ length: 40 }, () =>
        engine.write(async (transaction) => transaction.send(add, { id: 1, amount: 1 })),
      ),
    );
    expect(await read()).toEqual([40, 0]);
  });

  it('ends a statement that takes too long, and goes on', async () => {
    const hasty = new PostgresEngine(place.databaseUrl ?? '', { connections: 1, statementMs: 100 });
    try {
      await expect(hasty.read(sleep, {})).rejects.toMatchObject({ code: 'unavailable' });
      expect((await hasty.read(amounts, {})).length).toBe(2);
      const slow = hasty.write(async (transaction) => {
        transaction.send(add, { id: 1, amount: 1 });
        await transaction.run(sleep, {});
      });
      await expect(slow).rejects.toMatchObject({ code: 'unavailable' });
      await hasty.write(async (transaction) => transaction.send(add, { id: 2, amount: 1 }));
      expect(await read()).toEqual([0, 1]);
    } finally {
      await hasty.close();
    }
  });

  it('migrates for as long as it takes', async () => {
    const options = { connections: 1, statementMs: 100, waitMs: 100 };
    const hasty = new PostgresEngine(place.databaseUrl ?? '', options);
    try {
      await admin.query('begin; lock table accounts');
      const migrated = hasty.exclusively(async (execute) => {
        await execute('alter table accounts add column extra text');
      });
      await admin.query('select pg_sleep(0.5)');
      await admin.query('commit');
      await migrated;
      const { rows } = await admin.query('select extra from accounts');
      expect(rows).toHaveLength(2);
    } finally {
      await hasty.close();
    }
  });

  it('gives up a server that falls silent', async () => {
    const proxy = await startProxy(place.databaseUrl ?? '');
    const limits = { connections: 2, statementMs: 100, waitMs: 100 };
    const far = new PostgresEngine(proxy.url, limits);
    try {
      await far.read(amounts, {});
      proxy.silence();
      await expect(far.read(amounts, {})).rejects.toMatchObject({ code: 'unavailable' });
      await far.write(async (transaction) => transaction.send(add, { id: 1, amount: 1 }));
      expect(await read()).toEqual([1, 0]);
    } finally {
      await far.close();
      await proxy.close();
    }
  });

  it('reports the first failure of a unit and keeps nothing', async () => {
    const bad = statement<object>()(() => sql`insert into accounts values (1, 0)`);
    const failing = engine.write(async (transaction) => {
      transaction.send(add, { id: 1, amount: 1 });
      transaction.send(bad, {});
      transaction.send(add, { id: 2, amount: 1 });
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await read()).toEqual([0, 0]);
  });
});
