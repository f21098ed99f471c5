import type { Customer } from './customer.js';
import type { Unit } from './database.js';

/** Puts in customers that are not there, and logs them; their memberships are not its business. */
export function insertCustomers(unit: Unit, customers: readonly Customer[]): void {
  if (customers.length === 0) return;
  unit.customers.insertAll(customers);
  unit.counters.customers += customers.length;
  for (const customer of customers) recordCustomer(unit, 'customer.created', null, customer);
}

/** Writes new names and e-mail addresses, a version above the old ones, and logs them. */
export function replaceCustomers(
  unit: Unit,
  changes: readonly { before: Customer; after: Customer }[],
): void {
  if (changes.length === 0) return;
  const replaced = changes.map(({ before, after }) => ({
    before,
    after: { ...after, version: before.version + 1, updatedAt: unit.now },
  }));
  unit.customers.updateAll(replaced.map(({ after }) => after));
  for (const { before, after } of replaced) recordCustomer(unit, 'customer.updated', before, after);
}

/** Deletes customers that are in no group any more, and logs them. */
export function deleteCustomers(unit: Unit, customers: readonly Customer[]): void {
  if (customers.length === 0) return;
  const ids = customers.map(({ id }) => id);
  unit.customers.deleteAll(unit.caller.storeId, ids);
  unit.counters.customers -= customers.length;
  for (const customer of customers) recordCustomer(unit, 'customer.deleted', customer, null);
}

export function recordCustomer(
  unit: Unit,
  operation: `customer.${string}`,
  before: Customer | null,
  after: Customer | null,
): void {
  const { id } = after ?? (before as Customer);
  unit.record({
    operation,
    entity: 'customer',
    entityId: id,
    before: before && loggedCustomer(before),
    after: after && loggedCustomer(after),
    customerId: id,
  });
}

/** Memberships are logged on their own. */
const loggedCustomer = ({ storeId: _, groupIds: __, ...customer }: Customer): object => customer;
