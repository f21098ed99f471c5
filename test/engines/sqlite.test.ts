import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { SqliteEngine } from '../../src/database/engines/sqlite.js';
import { migrate } from '../../src/database/migrate.js';
import { statement } from '../../src/database/statement.js';
import { makePlace, type Place } from '../helpers/engines.js';

const insert = statement<{ id: string; text: string }>()(
  (_, p) => sql`insert into api_key_uses (key_id, last_used_at) values (${p.id}, ${p.text})`,
);
const selectIds = statement<object>()(
  () => sql<{ id: string }>`select key_id as id from api_key_uses order by key_id`,
);

const planOf = (text: string) =>
  statement<object>()(() => sql<{ detail: string }>`${sql.raw(`EXPLAIN QUERY PLAN ${text}`)}`);

describe('the SQLite engine', () => {
  let place: Place;
  let file: string;
  let engine: SqliteEngine;
  beforeEach(async () => {
    place = await makePlace('sqlite');
    file = join(place.directory, 'clientele.db');
    engine = new SqliteEngine(file);
    await migrate(engine, systemEnvironment);
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  const write = (id: string, text = '2026') =>
    engine.write(async (transaction) => transaction.send(insert, { id, text }));

  const ids = async () => (await engine.read(selectIds, {})).map(({ id }) => id);

  /** Another process that writes to the same file. */
  function otherProcess() {
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    return {
      end() {
        other.exec('COMMIT');
        other.close();
      },
    };
  }

  it('waits for another writer without stopping the event loop', async () => {
    const other = otherProcess();
    let written = false;
    const writing = write('a').then(() => {
      written = true;
    });
    // Each turn of a timer shows that the loop runs; none would come while a driver waits.
    for (let turn = 0; turn < 20; turn++) {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(performance.now() - before).toBeLessThan(2_000);
    }
    expect(written).toBe(false);
    other.end();
    await writing;
    expect(await ids()).toEqual(['a']);
  });

  it('reads what is committed while another process writes', async () => {
    await write('a');
    const other = otherProcess();
    expect(await ids()).toEqual(['a']);
    other.end();
  });

  it('is unavailable when another writer does not end', { timeout: 20_000 }, async () => {
    const other = otherProcess();
    const began = performance.now();
    await expect(write('a')).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(15_000);
    other.end();
    await write('b');
    expect(await ids()).toEqual(['b']);
  });

  it('keeps a shared commit whole when the disk is full', async () => {
    await engine.exclusively(async (execute, run) => {
      const pages = statement<object>()(
        () => sql<{ count: number }>`select page_count as count from pragma_page_count`,
      );
      const [{ count } = { count: 0 }] = await run(pages, {});
      // As on a full disk: the file may grow by a few pages only.
      await execute(`PRAGMA max_page_count = ${count + 4}`);
    });
    const outcomes = await Promise.allSettled([
      write('before'),
      write('large', 'x'.repeat(1_000_000)),
      write('after'),
      write('last'),
    ]);
    const done = ['before', 'large', 'after', 'last'].filter(
      (_, index) => outcomes[index]?.status === 'fulfilled',
    );
    // What was answered as done is there, and nothing that was answered as failed.
    expect(await ids()).toEqual(done.sort());
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'out_of_space' });
    }
    await write('later');
  });

  it('commits units of one turn together', async () => {
    const other = new Database(file, { readonly: true });
    const version = () => other.pragma('data_version', { simple: true }) as number;
    version();
    const seen = new Set<number>();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await write(`id-${String(index).padStart(2, '0')}`);
        seen.add(version());
      }),
    );
    expect(await ids()).toHaveLength(50);
    expect(seen.size).toBeLessThan(5);
    other.close();
  });

  it('finishes what waits before it closes', async () => {
    const writing = Promise.all(['a', 'b', 'c'].map((id) => write(id)));
    await engine.close();
    await writing;
    engine = new SqliteEngine(file);
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [
      'the default group',
      `SELECT * FROM groups WHERE store_id = 'a' AND is_default = 1 ORDER BY id LIMIT 1`,
      'groups_default (store_id=?)',
    ],
    [
      'the children of groups',
      `SELECT * FROM groups WHERE store_id = 'a'
        AND parent_id IN (SELECT value FROM json_each('[1]')) ORDER BY id`,
      'groups_parent (store_id=? AND parent_id=?)',
    ],
    [
      'sub-categories by their parent',
      `SELECT * FROM categories WHERE store_id = 'a' AND parent_id = 'b' AND id > 'c' ORDER BY id`,
      'categories_parent (store_id=? AND parent_id=? AND id>?)',
    ],
    [
      'present prices and not those that were',
      `SELECT amount FROM prices WHERE store_id = 'a' AND price_list_id = 'b' AND valid_to IS NULL
        AND (product_id, min_quantity) > ('c', 1) ORDER BY product_id, min_quantity`,
      'prices_present (store_id=? AND price_list_id=? AND (product_id,min_quantity)>(?,?))',
    ],
    [
      'the log of a thing',
      `SELECT seq FROM changes WHERE store_id = 'a' AND entity = 'b' AND entity_id = 'c'
        AND seq >= 1 AND seq < 9 ORDER BY seq DESC LIMIT 50`,
      'changes_entity (store_id=? AND entity=? AND entity_id=? AND seq>? AND seq<?)',
    ],
    [
      'the log of a customer',
      `SELECT seq FROM changes WHERE store_id = 'a' AND customer_id = 'b' AND seq >= 1 AND seq < 9
        ORDER BY seq LIMIT 50`,
      'changes_customer (store_id=? AND customer_id=? AND seq>? AND seq<?)',
    ],
    [
      'sets of members in the log',
      `SELECT after FROM changes WHERE store_id = 'a' AND entity = 'members' AND customer_id IS NULL
        AND seq >= 1 AND seq < 9 ORDER BY seq LIMIT 50`,
      'changes_member_sets (store_id=? AND seq>? AND seq<?)',
    ],
    [
      'memberships that have ended',
      `SELECT group_id FROM memberships WHERE store_id = 'a' AND valid_to IS NOT NULL AND valid_to <= 'b'`,
      'memberships_ended (store_id=? AND valid_to>? AND valid_to<?)',
    ],
    [
      'prices that have ended',
      `SELECT amount FROM prices WHERE store_id = 'a' AND valid_to IS NOT NULL AND valid_to <= 'b'`,
      'prices_ended (store_id=? AND valid_to>? AND valid_to<?)',
    ],
    [
      'any present price of a store',
      `SELECT amount FROM prices WHERE store_id = 'a' AND valid_to IS NULL LIMIT 1`,
      'prices_present (store_id=?)',
    ],
  ])('finds %s', async (_, text, index) => {
    const [first] = await engine.read(planOf(text), {});
    expect(first?.detail).toContain(index);
  });

  it('finds them alike, whatever the database holds when it starts', async () => {
    const other = new Database(file);
    other.exec(`
      INSERT INTO changes (store_id, seq, at, operation_id, actor, via, request_id, operation, entity, entity_id)
      SELECT 'small', value, '2026', 'o', 'root', 'cli', 'r', 'group.updated', 'group', value % 3
      FROM json_each('[${Array.from({ length: 100 }, (_, index) => index)}]')`);
    other.close();
    await migrate(engine, systemEnvironment);
    const later = new SqliteEngine(file);
    try {
      const [first] = await later.read(
        planOf(`SELECT * FROM changes WHERE store_id = 'large' AND seq >= 1 AND seq < 1000000
          AND entity = 'group' AND entity_id = '3' ORDER BY seq DESC LIMIT 50`),
        {},
      );
      expect(first?.detail).toContain('changes_entity (store_id=? AND entity=? AND entity_id=?');
    } finally {
      await later.close();
    }
  });

  describe.each([
    ['lists them', 'SELECT * FROM memberships WHERE OF_GROUP = 1 ORDER BY customer_id LIMIT 50'],
    ['closes them', `UPDATE memberships SET valid_to = '2026' WHERE OF_GROUP = 1`],
    [
      'closes those of many',
      `UPDATE memberships SET valid_to = '2026' WHERE OF_GROUP IN (SELECT value FROM json_each('[1]'))`,
    ],
  ])('finds the members of a group and not through the whole store', (title, template) => {
    it.each(['the connection that migrated', 'a new one'])(`and ${title} on %s`, async (which) => {
      const text = template.replace('OF_GROUP', `store_id = 'a' AND valid_to IS NULL AND group_id`);
      const other = which === 'a new one' ? new SqliteEngine(file) : engine;
      try {
        const [first] = await other.read(planOf(text), {});
        expect(first?.detail).toContain('memberships_present (store_id=? AND group_id=?');
      } finally {
        if (other !== engine) await other.close();
      }
    });
  });
});
