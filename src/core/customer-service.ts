import { createHash } from 'node:crypto';
import { authorize } from './actor.js';
import type { Customer, CustomerFields, CustomerFilter } from './customer.js';
import { recordCustomer } from './customer-writes.js';
import type { Page, Unit, View } from './database.js';
import { newId } from './environment.js';
import { type Fault, invalid, notFound } from './errors.js';
import { MAX_EMAIL, MAX_NAME } from './limits.js';
import { setGroupsOf } from './member-service.js';
import { applyMemberships } from './member-writes.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkId, checkText } from './rules.js';

export interface NewCustomer extends Partial<CustomerFields> {
  id?: string | undefined;
  /** Left out: the store's default group, when there is one. */
  groupIds?: readonly number[] | undefined;
}

export interface CustomerPatch extends Partial<CustomerFields> {
  groupIds?: readonly number[] | undefined;
}

/** A tag of the groups that a representation shows. */
export const groupIdsTag = (groupIds: readonly number[]): string =>
  createHash('sha256').update(groupIds.join()).digest('base64url').slice(0, 12);

/** Names the groups too: they are part of what the caller has seen and may replace. */
export const customerTag = ({ version, groupIds }: Customer): string =>
  groupIds.length === 0 ? String(version) : `${version}-${groupIdsTag(groupIds)}`;

export async function getCustomer(view: View, id: string): Promise<Customer> {
  authorize(view.caller, 'customers:read');
  return existing(view, id);
}

export function listCustomers(
  view: View,
  filter: CustomerFilter,
  page: Page<string>,
): Promise<Customer[]> {
  authorize(view.caller, 'customers:read');
  return view.customers.list(view.caller.storeId, filter, page, view.now);
}

export async function createCustomer(unit: Unit, command: NewCustomer): Promise<Customer> {
  authorize(unit.caller, 'customers:write');
  // Choosing groups is choosing prices: it needs what adding a member needs.
  if (command.groupIds) authorize(unit.caller, 'groups:write');
  const id = command.id ?? newId(unit.environment);
  const customer: Customer = {
    storeId: unit.caller.storeId,
    id,
    name: command.name ?? null,
    email: command.email ?? null,
    groupIds: [],
    version: 1,
    createdAt: unit.now,
    updatedAt: unit.now,
  };
  check(customer);
  unit.customers.insert(customer);
  unit.counters.customers++;
  unit.counters.customersWithoutGroup++;
  recordCustomer(unit, 'customer.created', null, customer);
  const groupIds = command.groupIds ?? (await defaultGroupIds(unit));
  await setGroupsOf(unit, id, [], groupIds);
  return { ...customer, groupIds: ascending(groupIds) };
}

/** Replaces name and e-mail address; the groups only where they are named. Makes what is not there. */
export async function putCustomer(
  unit: Unit,
  id: string,
  command: Omit<NewCustomer, 'id'>,
  precondition?: Precondition,
): Promise<{ customer: Customer; created: boolean }> {
  authorize(unit.caller, 'customers:write');
  const before = await unit.customers.find(unit.caller.storeId, id, unit.now);
  assertCurrent(precondition, 'customer', before ? customerTag(before) : '');
  if (!before) return { customer: await createCustomer(unit, { ...command, id }), created: true };
  const { name = null, email = null, groupIds } = command;
  return { customer: await change(unit, before, { name, email, groupIds }), created: false };
}

export async function updateCustomer(
  unit: Unit,
  id: string,
  patch: CustomerPatch,
  precondition?: Precondition,
): Promise<Customer> {
  authorize(unit.caller, 'customers:write');
  const before = await existing(unit, id);
  assertCurrent(precondition, 'customer', customerTag(before));
  return change(unit, before, patch);
}

/**
 * `erase` leaves no name and no e-mail address of the customer, for good: neither in the change log
 * nor in answers that are kept. It also takes a customer that was deleted without it.
 */
export async function deleteCustomer(
  unit: Unit,
  id: string,
  { erase = false, precondition }: { erase?: boolean; precondition?: Precondition } = {},
): Promise<void> {
  authorize(unit.caller, 'customers:write');
  const { storeId } = unit.caller;
  const [customer, members] = await Promise.all([
    unit.customers.find(storeId, id, unit.now),
    unit.members.listByCustomer(storeId, id),
  ]);
  if (!customer) {
    if (!erase || !(await unit.customers.wasDeleted(storeId, id))) throw notFound('customer', id);
    assertCurrent(precondition, 'customer', '');
    eraseTraces(unit, id);
    const about = { entity: 'customer', entityId: id, customerId: id } as const;
    unit.record({ ...about, operation: 'customer.erased', before: null, after: null });
    return;
  }
  assertCurrent(precondition, 'customer', customerTag(customer));
  applyMemberships(unit, { joining: [], leaving: members });
  unit.counters.customers--;
  if (members.length === 0) unit.counters.customersWithoutGroup--;
  unit.customers.delete(storeId, id);
  if (erase) eraseTraces(unit, id);
  const logged = erase ? { ...customer, name: null, email: null } : customer;
  recordCustomer(unit, erase ? 'customer.erased' : 'customer.deleted', logged, null);
}

function eraseTraces(unit: Unit, id: string): void {
  const { storeId } = unit.caller;
  unit.customers.blankInChanges(storeId, id);
  unit.answers.erase(storeId, id);
}

export async function getCustomerGroups(view: View, id: string): Promise<readonly number[]> {
  authorize(view.caller, 'groups:read');
  return (await existing(view, id)).groupIds;
}

/** Leaves the customer in exactly these groups. */
export async function putCustomerGroups(
  unit: Unit,
  id: string,
  groupIds: readonly number[],
  precondition?: Precondition,
): Promise<readonly number[]> {
  authorize(unit.caller, 'groups:write');
  const customer = await existing(unit, id);
  assertCurrent(precondition, 'customer', groupIdsTag(customer.groupIds));
  return setGroups(unit, customer, groupIds);
}

async function existing(view: View, id: string): Promise<Customer> {
  const customer = await view.customers.find(view.caller.storeId, id, view.now);
  if (!customer) throw notFound('customer', id);
  return customer;
}

async function change(unit: Unit, before: Customer, patch: CustomerPatch): Promise<Customer> {
  if (patch.groupIds) authorize(unit.caller, 'groups:write');
  let after: Customer = {
    ...before,
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.email !== undefined && { email: patch.email }),
  };
  check(after);
  if (after.name !== before.name || after.email !== before.email) {
    after = { ...after, version: before.version + 1, updatedAt: unit.now };
    unit.customers.update(after);
    recordCustomer(unit, 'customer.updated', before, after);
  }
  return patch.groupIds
    ? { ...after, groupIds: await setGroups(unit, before, patch.groupIds) }
    : after;
}

/** @returns the groups that the customer is in now: a window that has not begun does not count */
async function setGroups(
  unit: Unit,
  customer: Customer,
  groupIds: readonly number[],
): Promise<readonly number[]> {
  const members = await unit.members.listByCustomer(customer.storeId, customer.id);
  await setGroupsOf(unit, customer.id, members, groupIds);
  const later = new Set(members.filter((m) => m.startsAt > unit.now).map((m) => m.groupId));
  return ascending(groupIds).filter((id) => !later.has(id));
}

async function defaultGroupIds(unit: Unit): Promise<number[]> {
  const groups = await unit.groups.list(
    unit.caller.storeId,
    { isDefault: true },
    { sort: 'id', limit: 1 },
  );
  return groups.map(({ id }) => id);
}

const ascending = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);

function check({ id, name, email }: Customer): void {
  const faults: Fault[] = [
    ...checkId(['id'], id),
    ...(name === null ? [] : checkText(['name'], name, MAX_NAME)),
    ...(email === null ? [] : checkText(['email'], email, MAX_EMAIL)),
  ];
  if (faults.length > 0) throw invalid(faults, 'customer');
}
