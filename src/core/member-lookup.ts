import { authorize } from './actor.js';
import type { NamedStanding, Page, View } from './database.js';
import { notFound } from './errors.js';
import { existing as existingGroup } from './group-service.js';
import type { Member, MemberCheck, NamedCustomers } from './member.js';
import { nameKey } from './text.js';

/** @throws not_found for who has no present membership */
export async function getMember(view: View, groupId: number, customerId: string): Promise<Member> {
  authorize(view.caller, 'groups:read');
  const { storeId } = view.caller;
  const { groupExists, present } = await view.members.relation(storeId, groupId, customerId);
  if (!groupExists) throw notFound('group', groupId);
  if (!present) throw notFound('member', customerId);
  return present;
}

/** Every present membership of a customer, whatever its window, by group. */
export async function listMemberships(
  view: View,
  customerId: string,
  page: Page<number>,
): Promise<Member[]> {
  authorize(view.caller, 'groups:read');
  const { storeId } = view.caller;
  const customer = await view.customers.find(storeId, customerId, view.now);
  if (!customer) throw notFound('customer', customerId);
  return view.members.listOfCustomer(storeId, customerId, page);
}

/**
 * How customers stand to a group before they are added or removed. An address stands for each
 * customer that has it; finding out whose it is reads customers.
 */
export async function checkMembers(
  view: View,
  groupId: number,
  { customerIds, emails }: NamedCustomers,
): Promise<MemberCheck> {
  authorize(view.caller, 'groups:read');
  if (emails.length > 0) authorize(view.caller, 'customers:read');
  await existingGroup(view, groupId);
  const ids = new Set(customerIds);
  // As they were given first, by the form in which they are compared.
  const addresses = new Map<string, string>();
  for (const email of emails) {
    const key = nameKey(email);
    if (!addresses.has(key)) addresses.set(key, email);
  }
  const standings = await view.members.named(view.caller.storeId, groupId, {
    customerIds: [...ids],
    emails: [...addresses.keys()],
  });
  const found = new Map<string, NamedStanding[]>();
  for (const standing of standings) {
    const key = `${standing.by} ${standing.name}`;
    const known = found.get(key);
    if (known) known.push(standing);
    else found.set(key, [standing]);
  }
  const check: MemberCheck = { absent: [], members: [], unknown: [] };
  const add = (key: string, text: string, email: string | null) => {
    for (const { customerId, isMember } of found.get(key) ?? []) {
      if (customerId === null) check.unknown.push(text);
      else check[isMember ? 'members' : 'absent'].push({ customerId, email });
    }
  };
  for (const id of ids) add(`id ${id}`, id, null);
  for (const [key, email] of addresses) add(`email ${key}`, email, email);
  return check;
}
