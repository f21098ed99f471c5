import { sql } from 'kysely';
import type { Customer, CustomerFilter } from '../../core/customer.js';
import type { CustomerRepository, Page } from '../../core/database.js';
import { conflict } from '../../core/errors.js';
import { nameKey } from '../../core/text.js';
import type { Transaction } from '../engine.js';
import { containing, matching } from '../patterns.js';
import { type Builder, type SetColumn, shapes, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

/** One row for each group that the customer is in now, or one without a group. */
function selectCustomers({ query }: Builder, p: { now: string }) {
  return query
    .selectFrom('customers as c')
    .leftJoin('memberships as m', (join) =>
      join
        .onRef('m.store_id', '=', 'c.store_id')
        .onRef('m.customer_id', '=', 'c.id')
        .on('m.valid_to', 'is', null)
        .on('m.starts_at', '<=', p.now)
        .on((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', p.now)])),
    )
    .select([
      'c.store_id as storeId',
      'c.id',
      'c.name',
      'c.email',
      'c.version',
      'c.created_at as createdAt',
      'c.updated_at as updatedAt',
      'm.group_id as groupId',
    ])
    .orderBy('c.id')
    .orderBy('m.group_id');
}

const findCustomer = statement<{ storeId: string; id: string; now: string }>()((builder, p) =>
  selectCustomers(builder, p).where('c.store_id', '=', p.storeId).where('c.id', '=', p.id),
);

const findCustomers = statement<{ storeId: string; ids: readonly string[]; now: string }>()(
  (builder, p) =>
    selectCustomers(builder, p)
      .where('c.store_id', '=', p.storeId)
      .where('c.id', 'in', (eb) =>
        eb.selectFrom(builder.ids(p.ids, 'text').as('r')).select('r.id'),
      ),
);

type ListValues = Required<Omit<CustomerFilter, 'withoutGroup'>> & {
  storeId: string;
  after: string;
  limit: number;
  now: string;
};

const listCustomers = shapes<CustomerFilter, ListValues, CustomerRow>(
  (builder, p, filter) =>
    selectCustomers(builder, p)
      .where('c.store_id', '=', p.storeId)
      .where('c.id', 'in', pageOfCustomers(builder, p, filter)) as never,
);

/** The ids of a page; from the memberships of a group, which are in their order, where those are fewer. */
function pageOfCustomers(builder: Builder, p: ListValues, filter: CustomerFilter) {
  const { groupId, email, withoutGroup, search } = filter;
  const isOfGroup = groupId !== undefined && email === undefined && !withoutGroup;
  return isOfGroup
    ? pageOfMembers(builder, p, search !== undefined)
    : pageOfAll(builder, p, filter);
}

function pageOfMembers({ query }: Builder, p: ListValues, isSearch: boolean) {
  const members = query
    .selectFrom('memberships as of')
    .select('of.customer_id as id')
    .where('of.store_id', '=', p.storeId)
    .where('of.group_id', '=', p.groupId)
    .where('of.valid_to', 'is', null)
    .where('of.customer_id', '>', p.after)
    .orderBy('of.customer_id')
    .limit(p.limit);
  if (!isSearch) return members;
  return members.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('customers as x')
        .select('x.id')
        .where('x.store_id', '=', p.storeId)
        .whereRef('x.id', '=', 'of.customer_id')
        .where(matching('x.search_key', p.search)),
    ),
  );
}

function pageOfAll({ query }: Builder, p: ListValues, filter: CustomerFilter) {
  let q = query
    .selectFrom('customers as x')
    .select('x.id')
    .where('x.store_id', '=', p.storeId)
    .where('x.id', '>', p.after);
  if (filter.search !== undefined) q = q.where(matching('x.search_key', p.search));
  if (filter.email !== undefined) q = q.where('x.email_key', '=', p.email);
  // Nobody is in a group and in none, which neither planner sees.
  if (filter.groupId !== undefined && filter.withoutGroup) q = q.where(sql<boolean>`1 = 0`);
  else if (filter.groupId !== undefined) {
    q = q.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('memberships as of')
          .select(sql<number>`1`.as('one'))
          .where('of.store_id', '=', p.storeId)
          .where('of.group_id', '=', p.groupId)
          .whereRef('of.customer_id', '=', 'x.id')
          .where('of.valid_to', 'is', null),
      ),
    );
  }
  if (filter.withoutGroup !== undefined) {
    const { withoutGroup } = filter;
    q = q.where((eb) => {
      const any = eb.exists(
        eb
          .selectFrom('memberships as any')
          .select(sql<number>`1`.as('one'))
          .where('any.store_id', '=', p.storeId)
          .whereRef('any.customer_id', '=', 'x.id')
          .where('any.valid_to', 'is', null),
      );
      return withoutGroup ? eb.not(any) : any;
    });
  }
  return q.orderBy('x.id').limit(p.limit);
}

type CustomerValues = Omit<Customer, 'groupIds'> & { emailKey: string | null; searchKey: string };

/** `search` looks into id, name and e-mail address at once. */
const stored = (customer: Customer): CustomerValues => ({
  ...customer,
  emailKey: customer.email === null ? null : nameKey(customer.email),
  searchKey: nameKey(`${customer.id}\n${customer.name ?? ''}\n${customer.email ?? ''}`),
});

const insertCustomer = statement<CustomerValues>()(({ query }, p) =>
  query.insertInto('customers').values({
    store_id: p.storeId,
    id: p.id,
    name: p.name,
    email: p.email,
    email_key: p.emailKey,
    search_key: p.searchKey,
    version: p.version,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  }),
);

const updateCustomer = statement<CustomerValues>()(({ query }, p) =>
  query
    .updateTable('customers')
    .set({
      name: p.name,
      email: p.email,
      email_key: p.emailKey,
      search_key: p.searchKey,
      version: p.version,
      updated_at: p.updatedAt,
    })
    .where('store_id', '=', p.storeId)
    .where('id', '=', p.id),
);

const deleteCustomer = statement<{ storeId: string; id: string }>()(({ query }, p) =>
  query.deleteFrom('customers').where('store_id', '=', p.storeId).where('id', '=', p.id),
);

const CHANGED_COLUMNS = {
  name: 'text',
  email: 'text',
  email_key: 'text',
  search_key: 'text',
  version: 'bigint',
  updated_at: 'timestamptz',
} as const;
const COLUMNS: Record<string, SetColumn> = {
  store_id: 'text',
  id: 'text',
  ...CHANGED_COLUMNS,
  created_at: 'timestamptz',
};

const insertCustomers = statement<{ rows: readonly object[] }>()(({ rows }, p) => {
  const names = Object.keys(COLUMNS);
  return sql`
    insert into customers (${sql.join(names.map((name) => sql.id(name)))})
    select ${sql.join(names.map((name) => sql`r.${sql.id(name)}`))}
    from ${rows(p.rows, COLUMNS)} as r`;
});

const updateCustomers = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update customers set ${sql.join(
      Object.keys(CHANGED_COLUMNS).map((name) => sql`${sql.id(name)} = r.${sql.id(name)}`),
    )}
    from ${rows(p.rows, COLUMNS)} as r
    where customers.store_id = r.store_id and customers.id = r.id`,
);

const deleteCustomers = statement<{ keys: readonly { store_id: string; id: string }[] }>()(
  ({ rows }, p) => sql`
    delete from customers
    where (store_id, id) in (
      select r.store_id, r.id
      from ${rows<{ store_id: string; id: string }>(p.keys, { store_id: 'text', id: 'text' })} as r)`,
);

const rowOf = (customer: CustomerValues) => ({
  store_id: customer.storeId,
  id: customer.id,
  name: customer.name,
  email: customer.email,
  email_key: customer.emailKey,
  search_key: customer.searchKey,
  version: customer.version,
  updated_at: customer.updatedAt,
  created_at: customer.createdAt,
});

const findLastOperation = statement<{ storeId: string; id: string }>()(({ query }, p) =>
  query
    .selectFrom('changes')
    .select('operation')
    .where('store_id', '=', p.storeId)
    .where('entity', '=', 'customer')
    .where('entity_id', '=', p.id)
    .orderBy('seq', 'desc')
    .limit(1),
);

const blankChanges = statement<{ storeId: string; id: string }>()(
  ({ blanked }, p) => sql`
    update changes
    set before = ${blanked('before', ['name', 'email'])},
      after = ${blanked('after', ['name', 'email'])}
    where store_id = ${p.storeId} and entity = 'customer' and entity_id = ${p.id}`,
);

export class Customers implements CustomerRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async find(storeId: string, id: string, now: string): Promise<Customer | undefined> {
    return fold(await this.#transaction.run(findCustomer, { storeId, id, now }))[0];
  }

  async findAll(storeId: string, ids: readonly string[], now: string): Promise<Customer[]> {
    return fold(await this.#transaction.run(findCustomers, { storeId, ids, now }));
  }

  async list(
    storeId: string,
    filter: CustomerFilter,
    { limit, after = '' }: Page<string>,
    now: string,
  ): Promise<Customer[]> {
    const name = Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => (key === 'withoutGroup' ? `${key}=${value}` : key))
      .sort()
      .join();
    const rows = await this.#transaction.run(listCustomers(name, filter), {
      storeId,
      after,
      limit,
      now,
      search: containing(filter.search ?? ''),
      email: nameKey(filter.email ?? ''),
      groupId: filter.groupId ?? 0,
    });
    return fold(rows);
  }

  insert(customer: Customer): void {
    this.#transaction.send(insertCustomer, stored(customer), {
      unique: () =>
        conflict('id_taken', `There is a customer '${customer.id}' already.`, 'customer'),
    });
  }

  update(customer: Customer): void {
    this.#transaction.send(updateCustomer, stored(customer));
  }

  delete(storeId: string, id: string): void {
    this.#transaction.send(deleteCustomer, { storeId, id });
  }

  insertAll(customers: readonly Customer[]): void {
    const rows = customers.map((customer) => rowOf(stored(customer)));
    this.#transaction.send(insertCustomers, { rows });
  }

  updateAll(customers: readonly Customer[]): void {
    const rows = customers.map((customer) => rowOf(stored(customer)));
    this.#transaction.send(updateCustomers, { rows });
  }

  deleteAll(storeId: string, ids: readonly string[]): void {
    const keys = ids.map((id) => ({ store_id: storeId, id }));
    this.#transaction.send(deleteCustomers, { keys });
  }

  async wasDeleted(storeId: string, id: string): Promise<boolean> {
    this.#unit?.writeLog();
    const [last] = await this.#transaction.run(findLastOperation, { storeId, id });
    return last?.operation === 'customer.deleted';
  }

  blankInChanges(storeId: string, id: string): void {
    this.#unit?.writeLog();
    this.#transaction.send(blankChanges, { storeId, id });
  }
}

interface CustomerRow extends Omit<Customer, 'groupIds'> {
  groupId: number | null;
}

function fold(rows: readonly CustomerRow[]): Customer[] {
  const customers: (Customer & { groupIds: number[] })[] = [];
  for (const { groupId, ...row } of rows) {
    let customer = customers.at(-1);
    if (customer?.id !== row.id) {
      customer = { ...row, groupIds: [] };
      customers.push(customer);
    }
    if (groupId !== null) customer?.groupIds.push(groupId);
  }
  return customers;
}
