import { sql } from 'kysely';
import type { Instant } from '../../core/environment.js';
import type { Engine } from '../engine.js';
import { STORE_TABLES } from '../repositories/stores.js';
import { type Statement, statement } from '../statement.js';
import { catalogInvariants } from './catalog-invariants.js';
import { groupInvariants } from './group-invariants.js';
import type { Invariant } from './invariant.js';
import { webhookInvariants } from './webhook-invariants.js';

/** Something that does not hold, over all stores. */
export interface Violation {
  topic: string;
  fault: string;
  found: number;
  /** Where, for one of them. */
  example: string;
}

const ofAStore: readonly Invariant[] = [
  ...groupInvariants,
  ...catalogInvariants,
  ...webhookInvariants,
];

const ORPHANS = 'stores';

export const TOPICS: readonly string[] = [
  ...new Set([ORPHANS, ...ofAStore.map(({ topic }) => topic)]),
];

interface Orphans {
  found: number;
  example: string | null;
}

/** Rows of no store; the answer to a request that makes a store is of none. */
const orphans: readonly { fault: string; count: Statement<object, Orphans> }[] = [
  ...STORE_TABLES.map((table) => ({
    fault: `rows of ${table} of a store that is not there`,
    count: statement()(
      () => sql<Orphans>`
        select count(*) as found, min(t.store_id) as example from ${sql.table(table)} as t
        left join stores s on s.id = t.store_id
        where s.id is null and t.store_id <> ''`,
    ),
  })),
  {
    fault: 'stores without counters',
    count: statement()(
      () => sql<Orphans>`
        select count(*) as found, min(s.id) as example from stores s
        left join counters c on c.store_id = s.id where c.store_id is null`,
    ),
  },
  {
    fault: 'stores whose number would be given again',
    count: statement()(
      () => sql<Orphans>`
        select count(*) as found, min(s.id) as example from stores s
        left join store_numbers n on n.number = s.number where n.number is null`,
    ),
  },
  {
    fault: 'notes of the use of a key that is not there',
    count: statement()(
      () => sql<Orphans>`
        select count(*) as found, min(u.key_id) as example from api_key_uses u
        left join api_keys k on k.id = u.key_id where k.id is null`,
    ),
  },
];

const listStores = statement()(() => sql<{ id: string }>`select id from stores order by id`);

const newestWrite = statement()(
  () => sql<{ written_at: Instant | null }>`select max(written_at) as written_at from counters`,
);

/** When any store was last written. */
export const lastWrite = async (engine: Engine): Promise<Instant | null> =>
  (await engine.read(newestWrite, {}))[0]?.written_at ?? null;

/**
 * What does not hold of the rows of all stores, also while the service writes: store by store, and
 * each question is one statement.
 */
export async function violations(engine: Engine): Promise<Violation[]> {
  const found = new Map<string, Violation>();
  for (const { fault, count } of orphans) {
    note(found, { topic: ORPHANS, fault }, await engine.read(count, {}), '');
  }
  for (const { id } of await engine.read(listStores, {})) {
    const answers = await Promise.all(
      ofAStore.map(({ count }) => engine.read(count, { storeId: id })),
    );
    for (const [index, one] of ofAStore.entries()) {
      note(found, one, answers[index] ?? [], `store ${id}: `);
    }
  }
  return [...found.values()];
}

function note(
  all: Map<string, Violation>,
  { topic, fault }: Pick<Invariant, 'topic' | 'fault'>,
  [row]: readonly Orphans[],
  place: string,
): void {
  if (!row || row.found === 0) return;
  const known = all.get(fault);
  if (known) known.found += row.found;
  else all.set(fault, { topic, fault, found: row.found, example: place + row.example });
}
