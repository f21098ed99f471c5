import type { Category } from '../category.js';
import type { Customer } from '../customer.js';
import type { Group } from '../group.js';
import type { Member } from '../member.js';
import type { WindowChange } from '../member-writes.js';
import type { Price } from '../price.js';
import type { PriceList } from '../price-list.js';
import type { Product } from '../product.js';

/** What becomes of things of one kind. */
export interface RecordPlan<State> {
  /** Come back as they were; their versions are found when they do. */
  restored: State[];
  /** Present states, and the same with what is put back. */
  replaced: { before: State; after: State }[];
  deleted: State[];
}

export interface MemberPlan {
  joining: Member[];
  leaving: Member[];
  windows: WindowChange[];
  /** Customers who are gone by now, so that their memberships cannot come back. */
  skipped: Set<string>;
  /** By customer: how many memberships there are, and will be. */
  memberships: Map<string, { before: number; after: number }>;
}

/** Of one list: present prices that end, and others that begin. */
export interface PricePlan {
  list: PriceList;
  changes: { before: Price | null; after: Price | null }[];
}

export interface Plan {
  /** The store's, in which the prices of products are. */
  currency: string;
  groups: RecordPlan<Group>;
  customers: RecordPlan<Customer>;
  lists: RecordPlan<PriceList>;
  categories: RecordPlan<Category>;
  products: RecordPlan<Product>;
  members: MemberPlan;
  prices: PricePlan[];
}

const isNothing = <State>({ restored, replaced, deleted }: RecordPlan<State>): boolean =>
  restored.length + replaced.length + deleted.length === 0;

export const isEmpty = ({ members, prices, ...plan }: Plan): boolean =>
  isNothing(plan.groups) &&
  isNothing(plan.customers) &&
  isNothing(plan.lists) &&
  isNothing(plan.categories) &&
  isNothing(plan.products) &&
  members.joining.length + members.leaving.length + members.windows.length === 0 &&
  prices.every(({ changes }) => changes.length === 0);

/** The things as they will be: those that are loaded, with what the plan makes of them. */
export function outcome<Id, State extends { id: Id }>(
  present: ReadonlyMap<Id, State>,
  { restored, replaced, deleted }: RecordPlan<State>,
): Map<Id, State> {
  const states = new Map(present);
  for (const { id } of deleted) states.delete(id);
  for (const { after } of replaced) states.set(after.id, after);
  for (const state of restored) states.set(state.id, state);
  return states;
}
