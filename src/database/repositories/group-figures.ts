import { sql } from 'kysely';
import type { DayFigures, GroupFigures } from '../../core/group-report.js';
import type { Transaction } from '../engine.js';
import { statement } from '../statement.js';

type Counts = Pick<GroupFigures, 'groups' | 'members' | 'customers' | 'customersWithoutGroup'>;
type CountsRow = Counts & { [Key in keyof DayFigures]: DayFigures[Key] | null };

/**
 * A group's members are counted on the group, so no membership is looked at. Counts and days come
 * from one statement, and so from one moment: how many there were is worked out backwards.
 */
const findCounts = statement<{ storeId: string; from: string }>()(
  (_, p) => sql<CountsRow>`
    select f.groups, f.members, c.customers,
      c.customers_without_group as "customersWithoutGroup", d.day, d.added, d.removed
    from counters c
    cross join (
      select count(*) as groups, cast(coalesce(sum(g.member_count), 0) as bigint) as members
      from groups g where g.store_id = ${p.storeId}
    ) as f
    left join (
      select x.day, cast(sum(x.added) as bigint) as added, cast(sum(x.removed) as bigint) as removed
      from group_days x
      where x.store_id = ${p.storeId} and x.day >= ${p.from}
      group by x.day
    ) as d on 1 = 1
    where c.store_id = ${p.storeId}`,
);

const findLargest = statement<{ storeId: string; limit: number }>()(
  (_, p) => sql<{ id: number; name: string; members: number }>`
    select g.id, g.name, g.member_count as members from groups g
    where g.store_id = ${p.storeId}
    order by g.member_count desc, g.id limit ${p.limit}`,
);

/** Of a store that has gone meanwhile. */
const NONE: Counts = { groups: 0, members: 0, customers: 0, customersWithoutGroup: 0 };

export async function readFigures(
  transaction: Transaction,
  storeId: string,
  { from, largest: limit }: { from: string; largest: number },
): Promise<GroupFigures> {
  const [rows, largest] = await Promise.all([
    transaction.run(findCounts, { storeId, from }),
    transaction.run(findLargest, { storeId, limit }),
  ]);
  const { groups, members, customers, customersWithoutGroup } = rows[0] ?? NONE;
  const days = rows.flatMap(({ day, added, removed }) =>
    day === null ? [] : [{ day, added: added ?? 0, removed: removed ?? 0 }],
  );
  return { groups, members, customers, customersWithoutGroup, days, largest };
}
