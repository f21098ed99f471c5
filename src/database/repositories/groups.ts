import { sql } from 'kysely';
import type { GroupPage, GroupRepository, PageOfGroups } from '../../core/database.js';
import { conflict } from '../../core/errors.js';
import type { Group, GroupFilter, GroupSort } from '../../core/group.js';
import { MAX_GROUP_LEVELS } from '../../core/limits.js';
import { nameKey } from '../../core/text.js';
import type { Transaction } from '../engine.js';
import { containing, matching, resembling } from '../patterns.js';
import { type Builder, type SetColumn, selected, shapes, statement } from '../statement.js';

const COLUMNS = [
  'g.store_id as storeId',
  'g.id',
  'g.name',
  'g.description',
  'g.descriptions',
  'g.is_default as isDefault',
  'g.is_guest as isGuest',
  'g.is_active as isActive',
  'g.parent_id as parentId',
  'g.category_access as categoryAccess',
  'g.discount_rules as discountRules',
  'g.default_price_list_id as defaultPriceListId',
  'g.external_reference_id as externalReferenceId',
  'g.member_count as memberCount',
  'g.version',
  'g.created_at as createdAt',
  'g.updated_at as updatedAt',
] as const;

const selectGroups = ({ query }: Builder) => query.selectFrom('groups as g').select(COLUMNS);

const findGroup = statement<{ storeId: string; id: number }>()((builder, p) =>
  selectGroups(builder).where('g.store_id', '=', p.storeId).where('g.id', '=', p.id),
);

const findGroupByExternalId = statement<{ storeId: string; externalReferenceId: string }>()(
  (builder, p) =>
    selectGroups(builder)
      .where('g.store_id', '=', p.storeId)
      .where('g.external_reference_id', '=', p.externalReferenceId),
);

interface Ids {
  storeId: string;
  ids: readonly { id: number }[];
}

const idsIn = ({ query, rows }: Builder, ids: Ids['ids']) =>
  query.selectFrom(rows<{ id: number }>(ids, { id: 'bigint' }).as('r')).select('r.id');

const findGroups = statement<Ids>()((builder, p) =>
  selectGroups(builder)
    .where('g.store_id', '=', p.storeId)
    .where('g.id', 'in', idsIn(builder, p.ids))
    .orderBy('g.id'),
);

const findChildren = statement<Ids>()((builder, p) =>
  selectGroups(builder)
    .where('g.store_id', '=', p.storeId)
    .where('g.parent_id', 'in', idsIn(builder, p.ids))
    .orderBy('g.id'),
);

const findAncestors = statement<Ids>()((builder, p) => {
  const { query } = builder;
  return (
    query
      .withRecursive('line', (db) =>
        db
          .selectFrom('groups as start')
          .select(['start.id as of', 'start.parent_id as parent', sql<number>`1`.as('level')])
          .where('start.store_id', '=', p.storeId)
          .where('start.id', 'in', idsIn(builder, p.ids))
          .unionAll(
            db
              .selectFrom('line')
              .innerJoin('groups as next', 'next.id', 'line.parent')
              .select([
                'line.of',
                'next.parent_id as parent',
                sql<number>`line.level + 1`.as('level'),
              ])
              .where('next.store_id', '=', p.storeId)
              .where('line.level', '<', MAX_GROUP_LEVELS),
          ),
      )
      .selectFrom('line')
      // In this order: SQLite would go through all groups of the store otherwise.
      .crossJoin('groups as g')
      .whereRef('g.id', '=', 'line.parent')
      .select(COLUMNS)
      .select('line.of')
      .where('g.store_id', '=', p.storeId)
      .orderBy('line.of')
      .orderBy('line.level')
  );
});

const findHeight = statement<{ storeId: string; id: number }>()(({ query }, p) =>
  query
    .withRecursive('below', (db) =>
      db
        .selectFrom('groups as start')
        .select(['start.id', sql<number>`0`.as('level')])
        .where('start.store_id', '=', p.storeId)
        .where('start.id', '=', p.id)
        .unionAll(
          db
            .selectFrom('below')
            .innerJoin('groups as child', 'child.parent_id', 'below.id')
            .select(['child.id', sql<number>`below.level + 1`.as('level')])
            .where('child.store_id', '=', p.storeId)
            .where('below.level', '<', MAX_GROUP_LEVELS),
        ),
    )
    .selectFrom('below')
    .select(sql<number>`coalesce(max(below.level), 0)`.as('height')),
);

const findWithDescendants = statement<Ids>()((builder, p) =>
  builder.query
    .withRecursive('below', (db) =>
      db
        .selectFrom('groups as start')
        .select('start.id')
        .where('start.store_id', '=', p.storeId)
        .where('start.id', 'in', idsIn(builder, p.ids))
        .union(
          db
            .selectFrom('below')
            .innerJoin('groups as child', 'child.parent_id', 'below.id')
            .select('child.id')
            .where('child.store_id', '=', p.storeId),
        ),
    )
    .selectFrom('below')
    .select('below.id')
    .orderBy('below.id'),
);

const findUsingPriceList = statement<{ storeId: string; priceListId: string }>()((builder, p) =>
  selectGroups(builder)
    .where('g.store_id', '=', p.storeId)
    .where('g.default_price_list_id', '=', p.priceListId)
    .orderBy('g.id'),
);

/** Looked up one by one, as the index of external ids has them. */
const findByExternalIds = statement<{ keys: readonly { store_id: string; id: string }[] }>()(
  ({ rows, lookUp }, p) => sql<Group>`
    select ${sql.join(COLUMNS.map((column) => selected(column)))}
    from ${rows<{ store_id: string; id: string }>(p.keys, { store_id: 'text', id: 'text' })} as r
    ${lookUp('groups', 'g', sql`g.store_id = r.store_id and g.external_reference_id = r.id`)}
    order by g.id`,
);

const SORT_COLUMNS = {
  id: 'g.id',
  name: 'g.name_key',
  createdAt: 'g.created_at',
  updatedAt: 'g.updated_at',
} as const satisfies Record<GroupSort, string>;

interface ListShape {
  filter: GroupFilter;
  page: GroupPage;
}

type FilterValues = Required<Omit<GroupFilter, 'ids'>> & Ids & { nameKey: string };
type ListValues = FilterValues & {
  limit: number;
  offset: number;
  afterValue: string | number;
  afterId: number;
};

/** Flags of which a store has one at most: their indexes hold those groups alone. */
const FLAG_COLUMNS = { isDefault: 'g.is_default', isGuest: 'g.is_guest' } as const;
const FLAGS = Object.keys(FLAG_COLUMNS) as (keyof typeof FLAG_COLUMNS)[];

/** The conditions of a filter; `g` is the table of groups. */
function conditions(builder: Builder, p: FilterValues, filter: GroupFilter) {
  let q = builder.query.selectFrom('groups as g').where('g.store_id', '=', p.storeId);
  // The key first, since it has an index; then the name to the letter.
  if (filter.name !== undefined) {
    q = q.where('g.name_key', '=', p.nameKey).where('g.name', '=', p.name);
  }
  if (filter.search !== undefined) q = q.where(matching('g.search_key', p.search));
  if (filter.namePattern !== undefined) q = q.where(matching('g.name_key', p.namePattern));
  if (filter.namePart !== undefined) q = q.where(matching('g.name_key', p.namePart));
  if (filter.ids !== undefined) q = q.where('g.id', 'in', idsIn(builder, p.ids));
  for (const flag of FLAGS) {
    if (filter[flag] === undefined) continue;
    const isSet = builder.isSet(FLAG_COLUMNS[flag]);
    q = q.where(filter[flag] ? isSet : sql<boolean>`not (${isSet})`);
  }
  if (filter.isActive !== undefined) q = q.where('g.is_active', '=', p.isActive);
  if (filter.parentId !== undefined) q = q.where('g.parent_id', '=', p.parentId);
  if (filter.defaultPriceListId !== undefined) {
    q = q.where('g.default_price_list_id', '=', p.defaultPriceListId);
  }
  if (filter.createdFrom !== undefined) q = q.where('g.created_at', '>=', p.createdFrom);
  if (filter.createdTo !== undefined) q = q.where('g.created_at', '<=', p.createdTo);
  if (filter.updatedFrom !== undefined) q = q.where('g.updated_at', '>=', p.updatedFrom);
  if (filter.updatedTo !== undefined) q = q.where('g.updated_at', '<=', p.updatedTo);
  return q;
}

/** What the filter looks for, in the form in which the columns have it. */
const filterValues = (storeId: string, filter: GroupFilter) => ({
  ...filter,
  storeId,
  nameKey: nameKey(filter.name ?? ''),
  search: containing(filter.search ?? ''),
  namePattern: resembling(filter.namePattern ?? ''),
  namePart: containing(filter.namePart ?? ''),
  ids: set(filter.ids ?? []),
});

const filterName = (filter: GroupFilter): string =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (name in FLAG_COLUMNS ? `${name}=${value}` : name))
    .sort()
    .join();

const shapeName = (filter: GroupFilter, { sort, descending = false, after, offset }: GroupPage) =>
  `${filterName(filter)} ${sort} ${descending} ${!!after} ${offset !== undefined}`;

const listValues = (storeId: string, filter: GroupFilter, { limit, offset, after }: GroupPage) =>
  ({
    ...filterValues(storeId, filter),
    limit,
    offset,
    afterValue: after?.value,
    afterId: after?.id,
  }) as ListValues;

function selectPage(builder: Builder, p: ListValues, { filter, page }: ListShape) {
  const column = SORT_COLUMNS[page.sort];
  const order = page.descending ? 'desc' : 'asc';
  let q = conditions(builder, p, filter).select(COLUMNS).orderBy(column, order);
  if (page.sort !== 'id') q = q.orderBy('g.id', order);
  if (page.after) {
    const after = sql.raw(page.descending ? '<' : '>');
    q =
      page.sort === 'id'
        ? q.where(sql<boolean>`g.id ${after} ${p.afterId}`)
        : q.where(
            sql<boolean>`(${sql.ref(column)}, g.id) ${after} (${p.afterValue}, ${p.afterId})`,
          );
  }
  q = q.limit(p.limit);
  return page.offset === undefined ? q : q.offset(p.offset);
}

const listGroups = shapes<ListShape, ListValues, Group>(
  (builder, p, shape) => selectPage(builder, p, shape) as never,
);

const countGroups = shapes<GroupFilter, FilterValues, { count: number }>((builder, p, filter) =>
  conditions(builder, p, filter).select(({ fn }) => fn.countAll<number>().as('count')),
);

type PageRow = { total: number; sortKey: unknown } & (Group | Record<keyof Group, null>);

/** The count comes first, so that there is a row where the page is empty. */
const pageOfGroups = shapes<ListShape, ListValues, PageRow>((builder, p, shape) => {
  const { sort, descending } = shape.page;
  const order = descending ? 'desc' : 'asc';
  return builder.query
    .selectFrom(
      conditions(builder, p, shape.filter)
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .as('counted'),
    )
    .leftJoin(
      selectPage(builder, p, shape).select(`${SORT_COLUMNS[sort]} as sortKey`).as('page'),
      (join) => join.onTrue(),
    )
    .selectAll('page')
    .select('counted.total')
    .orderBy('page.sortKey', order)
    .orderBy('page.id', order) as never;
});

type GroupValues = Group & { nameKey: string; searchKey: string };

/** `search` looks into name and description at once. */
const stored = (group: Group): GroupValues => ({
  ...group,
  nameKey: nameKey(group.name),
  searchKey: nameKey(group.description ? `${group.name}\n${group.description}` : group.name),
});

const insertGroup = statement<GroupValues>()(({ query }, p) =>
  query.insertInto('groups').values({
    store_id: p.storeId,
    id: p.id,
    name: p.name,
    description: p.description,
    descriptions: p.descriptions,
    is_default: p.isDefault,
    is_guest: p.isGuest,
    is_active: p.isActive,
    parent_id: p.parentId,
    category_access: p.categoryAccess,
    discount_rules: p.discountRules,
    default_price_list_id: p.defaultPriceListId,
    external_reference_id: p.externalReferenceId,
    version: p.version,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
    name_key: p.nameKey,
    search_key: p.searchKey,
    member_count: p.memberCount,
  }),
);

const VERSION_COLUMNS = sql.raw(`store_id, id, name, description, descriptions, is_default,
  is_guest, is_active, parent_id, category_access, discount_rules, default_price_list_id,
  external_reference_id, version, created_at, updated_at`);

/** A state that held for no time at all is no version. */
const insertVersions = statement<Ids & { at: string }>()(
  (builder, p) => sql`
    insert into group_versions (${VERSION_COLUMNS}, valid_from, valid_to)
    select ${VERSION_COLUMNS}, updated_at, ${p.at}
    from groups
    where store_id = ${p.storeId} and updated_at < ${p.at}
      and id in (${idsIn(builder, p.ids)})`,
);

const CHANGED_COLUMNS: Record<string, SetColumn> = {
  name: 'text',
  description: 'text',
  descriptions: 'json',
  is_default: 'boolean',
  is_guest: 'boolean',
  is_active: 'boolean',
  parent_id: 'bigint',
  category_access: 'json',
  discount_rules: 'json',
  default_price_list_id: 'text',
  external_reference_id: 'text',
  version: 'bigint',
  updated_at: 'timestamptz',
  name_key: 'text',
  search_key: 'text',
};

/** The store is in the rows, so that SQLite goes through them and not through the store's groups. */
const updateGroups = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update groups set ${sql.join(
      Object.keys(CHANGED_COLUMNS).map((name) => sql`${sql.id(name)} = r.${sql.id(name)}`),
    )}
    from ${rows(p.rows, { store_id: 'text', id: 'bigint', ...CHANGED_COLUMNS })} as r
    where groups.store_id = r.store_id and groups.id = r.id`,
);

const INSERTED_COLUMNS: Record<string, SetColumn> = {
  store_id: 'text',
  id: 'bigint',
  ...CHANGED_COLUMNS,
  created_at: 'timestamptz',
  member_count: 'bigint',
};

/** References are checked when all rows are in, so that a parent may come with its children. */
const insertGroups = statement<{ rows: readonly object[] }>()(({ rows }, p) => {
  const names = Object.keys(INSERTED_COLUMNS);
  return sql`
    insert into groups (${sql.join(names.map((name) => sql.id(name)))})
    select ${sql.join(names.map((name) => sql`r.${sql.id(name)}`))}
    from ${rows(p.rows, INSERTED_COLUMNS)} as r`;
});

const detachChildren = statement<Ids>()((builder, p) =>
  builder.query
    .updateTable('groups')
    .set({ parent_id: null })
    .where('store_id', '=', p.storeId)
    .where('id', 'in', idsIn(builder, p.ids))
    .where('parent_id', 'is not', null),
);

const deleteGroups = statement<Ids>()((builder, p) =>
  builder.query
    .deleteFrom('groups')
    .where('store_id', '=', p.storeId)
    .where('id', 'in', idsIn(builder, p.ids)),
);

const rowOf = (group: GroupValues) => ({
  store_id: group.storeId,
  id: group.id,
  name: group.name,
  description: group.description,
  descriptions: group.descriptions,
  is_default: group.isDefault,
  is_guest: group.isGuest,
  is_active: group.isActive,
  parent_id: group.parentId,
  category_access: group.categoryAccess,
  discount_rules: group.discountRules,
  default_price_list_id: group.defaultPriceListId,
  external_reference_id: group.externalReferenceId,
  version: group.version,
  updated_at: group.updatedAt,
  name_key: group.nameKey,
  search_key: group.searchKey,
});

const externalIdTaken = () =>
  conflict('external_id_taken', 'Another group has this externalReferenceId.', 'group');

const set = (ids: readonly number[]) => ids.map((id) => ({ id }));

export class Groups implements GroupRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, id: number): Promise<Group | undefined> {
    const [group] = await this.#transaction.run(findGroup, { storeId, id });
    return group as Group | undefined;
  }

  async findByExternalId(storeId: string, externalReferenceId: string): Promise<Group | undefined> {
    const values = { storeId, externalReferenceId };
    const [group] = await this.#transaction.run(findGroupByExternalId, values);
    return group as Group | undefined;
  }

  async findAll(storeId: string, ids: readonly number[]): Promise<Group[]> {
    return (await this.#transaction.run(findGroups, { storeId, ids: set(ids) })) as Group[];
  }

  list(storeId: string, filter: GroupFilter, page: GroupPage): Promise<Group[]> {
    const name = shapeName(filter, page);
    return this.#transaction.run(
      listGroups(name, { filter, page }),
      listValues(storeId, filter, page),
    );
  }

  async page(storeId: string, filter: GroupFilter, page: GroupPage): Promise<PageOfGroups> {
    const rows = await this.#transaction.run(
      pageOfGroups(shapeName(filter, page), { filter, page }),
      listValues(storeId, filter, page),
    );
    const groups: Group[] = [];
    for (const { total: _, sortKey: __, ...group } of rows) {
      if (group.id !== null) groups.push(group);
    }
    return { groups, total: rows[0]?.total ?? 0 };
  }

  async count(storeId: string, filter: GroupFilter): Promise<number> {
    const [row] = await this.#transaction.run(
      countGroups(filterName(filter), filter),
      filterValues(storeId, filter) as FilterValues,
    );
    return row?.count ?? 0;
  }

  async ancestors(storeId: string, ids: readonly number[]): Promise<Map<number, Group[]>> {
    const rows = await this.#transaction.run(findAncestors, { storeId, ids: set(ids) });
    const lines = new Map<number, Group[]>(ids.map((id) => [id, []]));
    for (const { of, ...group } of rows) lines.get(of)?.push(group as Group);
    return lines;
  }

  async height(storeId: string, id: number): Promise<number> {
    const [row] = await this.#transaction.run(findHeight, { storeId, id });
    return row?.height ?? 0;
  }

  async children(storeId: string, ids: readonly number[]): Promise<Group[]> {
    return (await this.#transaction.run(findChildren, { storeId, ids: set(ids) })) as Group[];
  }

  async withDescendants(storeId: string, ids: readonly number[]): Promise<number[]> {
    const rows = await this.#transaction.run(findWithDescendants, { storeId, ids: set(ids) });
    return rows.map(({ id }) => id);
  }

  async usingPriceList(storeId: string, priceListId: string): Promise<Group[]> {
    return (await this.#transaction.run(findUsingPriceList, { storeId, priceListId })) as Group[];
  }

  findByExternalIds(storeId: string, externalReferenceIds: readonly string[]): Promise<Group[]> {
    const keys = externalReferenceIds.map((id) => ({ store_id: storeId, id }));
    return this.#transaction.run(findByExternalIds, { keys });
  }

  insertAll(_storeId: string, groups: readonly Group[]): void {
    const rows = groups.map((group) => ({
      ...rowOf(stored(group)),
      created_at: group.createdAt,
      member_count: group.memberCount,
    }));
    this.#transaction.send(insertGroups, { rows }, { unique: externalIdTaken });
  }

  insert(group: Group): void {
    this.#transaction.send(insertGroup, stored(group), { unique: externalIdTaken });
  }

  update(storeId: string, groups: readonly Group[]): void {
    const [first] = groups;
    if (!first) return;
    const ids = set(groups.map(({ id }) => id));
    this.#transaction.send(insertVersions, { storeId, ids, at: first.updatedAt });
    const rows = groups.map((group) => rowOf(stored(group)));
    this.#transaction.send(updateGroups, { rows }, { unique: externalIdTaken });
  }

  delete(storeId: string, ids: readonly number[], at: string): void {
    this.#transaction.send(insertVersions, { storeId, ids: set(ids), at });
    // Parents and children may go together, in any order of rows.
    this.#transaction.send(detachChildren, { storeId, ids: set(ids) });
    this.#transaction.send(deleteGroups, { storeId, ids: set(ids) });
  }
}
