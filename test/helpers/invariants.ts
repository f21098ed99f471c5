import type { Dump, Row } from './database.js';

/** What must hold of every database at every moment, in sentences about what does not. */
export function violations(dump: Dump): string[] {
  return (dump.stores ?? []).flatMap(({ id }) => {
    const of = (table: string) => (dump[table] ?? []).filter((row) => row.store_id === id);
    return [
      ...countsDiffer(of),
      ...logHasGaps(of('changes')),
      ...flagsAreTaken(of('groups')),
      ...treeIsBroken(of('groups')),
      ...membershipsAreBroken(of),
      ...pricesAreBroken(of),
      ...catalogIsBroken(of),
      ...webhooksAreBroken(of),
      ...historyIsBroken('group', of, 'groups', 'group_versions'),
      ...historyIsBroken('price-list', of, 'price_lists', 'price_list_versions'),
    ].map((violation) => `${id}: ${violation}`);
  });
}

type Of = (table: string) => Row[];

const isPresent = (row: Row) => row.valid_to === null;

function countsDiffer(of: Of): string[] {
  const [counters] = of('counters');
  if (!counters) return ['has no counters'];
  const present = of('memberships').filter(isPresent);
  const inGroup = new Set(present.map((row) => row.customer_id));
  const ids = [...of('groups'), ...of('group_versions')].map((row) => row.id);
  const customers = of('customers');
  const expected = {
    customers: customers.length,
    customers_without_group: customers.filter((row) => !inGroup.has(row.id)).length,
    next_seq: of('changes').length + 1,
  };
  const wrong = Object.entries(expected).filter(([name, count]) => counters[name] !== count);
  return [
    ...wrong.map(([name, count]) => `counters.${name} is ${counters[name]}, not ${count}`),
    ...(ids.some((id) => id >= counters.next_group_id) ? ['a group id would be reused'] : []),
    ...of('groups').flatMap((group) => {
      const members = present.filter((row) => row.group_id === group.id).length;
      const days = of('group_days').filter((row) => row.group_id === group.id);
      const grown = days.reduce((sum, { added, removed }) => sum + added - removed, 0);
      return members === group.member_count && members === grown
        ? []
        : [
            `group ${group.id} has ${members} members, counts ${group.member_count}, grew by ${grown}`,
          ];
    }),
  ];
}

function logHasGaps(changes: readonly Row[]): string[] {
  const bySeq = [...changes].sort((a, b) => a.seq - b.seq);
  return bySeq.flatMap((change, index) => {
    const before = bySeq[index - 1];
    if (change.seq !== index + 1) return [`change ${change.seq} stands at ${index + 1}`];
    return before && before.at > change.at
      ? [`change ${change.seq} is older than the one before`]
      : [];
  });
}

function flagsAreTaken(groups: readonly Row[]): string[] {
  return ['is_default', 'is_guest'].flatMap((flag) => {
    const holders = groups.filter((group) => group[flag]);
    return holders.length > 1 ? [`${holders.length} groups have ${flag}`] : [];
  });
}

function treeIsBroken(groups: readonly Row[]): string[] {
  const parents = new Map(groups.map(({ id, parent_id }) => [id, parent_id]));
  return groups.flatMap(({ id }) => {
    let levels = 0;
    for (let at = id; at !== null && levels <= 4; at = parents.get(at)) {
      if (!parents.has(at)) return [`group ${id} has an ancestor ${at} that is not there`];
      levels++;
    }
    return levels > 4 ? [`group ${id} has more than three ancestors`] : [];
  });
}

function membershipsAreBroken(of: Of): string[] {
  const customers = new Set(of('customers').map(({ id }) => id));
  const groups = new Set(of('groups').map(({ id }) => id));
  const rows = of('memberships');
  return [
    ...rows
      .filter(isPresent)
      .filter(({ customer_id, group_id }) => !customers.has(customer_id) || !groups.has(group_id))
      .map((row) => `${row.customer_id} is in ${row.group_id}, and one of them is not there`),
    ...byKey(rows, (row) => `${row.customer_id} in ${row.group_id}`).flatMap(([key, history]) =>
      overlaps(history) ? [`the memberships of ${key} overlap`] : [],
    ),
  ];
}

/** Of each product, quantity and list one price at a time, and none in a list that is gone. */
function pricesAreBroken(of: Of): string[] {
  const lists = new Set(of('price_lists').map(({ id }) => id));
  const rows = of('prices');
  const keyOf = (row: Row) => JSON.stringify([row.price_list_id, row.product_id, row.min_quantity]);
  return [
    ...rows
      .filter((row) => isPresent(row) && !lists.has(row.price_list_id))
      .map((row) => `the price ${keyOf(row)} is of a list that is not there`),
    ...rows
      .filter((row) => !isPresent(row) && row.valid_to <= row.valid_from)
      .map((row) => `the price ${keyOf(row)} held for no time`),
    ...byKey(rows, keyOf).flatMap(([key, history]) =>
      overlaps(history) ? [`the prices ${key} overlap`] : [],
    ),
  ];
}

function catalogIsBroken(of: Of): string[] {
  const parents = new Map(of('categories').map(({ id, parent_id }) => [id, parent_id]));
  const products = new Set(of('products').map(({ id }) => id));
  const places = of('product_categories');
  return [
    ...[...parents.keys()].flatMap((id) => {
      const line = new Set<string>();
      for (let at = id; at !== null; at = parents.get(at)) {
        if (!parents.has(at)) return [`category ${id} has an ancestor ${at} that is not there`];
        if (line.has(at)) return [`category ${id} is in a circle`];
        line.add(at);
      }
      return [];
    }),
    ...places
      .filter((row) => !products.has(row.product_id) || !parents.has(row.category_id))
      .map((row) => `${row.product_id} is in ${row.category_id}, and one of them is not there`),
    ...byKey(places, ({ product_id }) => product_id).flatMap(([id, rows]) =>
      rows
        .map(({ position }) => position)
        .sort((a, b) => a - b)
        .every((position, index) => position === index)
        ? []
        : [`the categories of product ${id} have no order`],
    ),
  ];
}

/** Each webhook has its place in the log, and counts what waits; a delivery waits or has ended. */
function webhooksAreBroken(of: Of): string[] {
  const cursors = new Map(of('webhook_cursors').map((row) => [row.webhook_id, row]));
  const ids = new Set(of('webhooks').map(({ id }) => id));
  const end = of('counters')[0]?.next_seq;
  return [
    ...[...ids]
      .filter((id) => !(cursors.get(id)?.seq < end))
      .map((id) => `the webhook ${id} has no place in the log`),
    ...[...cursors.keys()].filter((id) => !ids.has(id)).map((id) => `there is no webhook ${id}`),
    ...of('deliveries').flatMap((row) => {
      const isBroken =
        !(row.seq <= cursors.get(row.webhook_id)?.seq) ||
        (row.state === 'waiting') !== (row.next_attempt_at !== null) ||
        (row.state === 'waiting') !== (row.finished_at === null);
      return isBroken ? [`the delivery ${row.id} is broken`] : [];
    }),
    ...[...cursors.values()].flatMap(({ webhook_id, waiting }) => {
      const rows = of('deliveries').filter((row) => row.webhook_id === webhook_id);
      const count = rows.filter(({ state }) => state === 'waiting').length;
      return count === waiting ? [] : [`${count} wait for ${webhook_id}, which counts ${waiting}`];
    }),
  ];
}

/**
 * Each state holds from its change to the next one, without a gap and without an overlap; what is
 * made anew under an old id begins a life of its own, and what an undo brought back goes on when it
 * came back.
 */
function historyIsBroken(entity: string, of: Of, present: string, versions: string): string[] {
  const cameBack = new Set(
    of('changes')
      .filter((row) => row.operation === `${entity}.created` && row.undoes !== null)
      .map((row) => `${row.entity_id} ${row.at}`),
  );
  const states = [
    ...of(versions),
    ...of(present).map((row) => ({ ...row, valid_from: row.updated_at, valid_to: null })),
  ];
  return byKey(states, ({ id }) => String(id)).flatMap(([id, history]) => {
    const whole = history.every((state, index) => {
      const before = history[index - 1];
      return (
        state.valid_from === before?.valid_to ||
        state.valid_from === state.created_at ||
        cameBack.has(`${id} ${state.valid_from}`)
      );
    });
    return whole && !overlaps(history)
      ? []
      : [`the history of ${entity} ${id} has gaps or overlaps`];
  });
}

function byKey(rows: readonly Row[], keyOf: (row: Row) => string): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  for (const group of groups.values()) group.sort((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
  return [...groups];
}

/** Half-open intervals in the order of their beginnings; one without an end is the present. */
const overlaps = (history: readonly Row[]): boolean =>
  history.some((row, index) => {
    const next = history[index + 1];
    return next !== undefined && (row.valid_to === null || row.valid_to > next.valid_from);
  });
