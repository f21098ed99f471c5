import { inParts } from '../bulk.js';
import type { PairState, Unit } from '../database.js';
import { type Instant, newId } from '../environment.js';
import { ROWS_PER_STATEMENT } from '../limits.js';
import { type Member, memberKey } from '../member.js';
import { checkWindow } from '../rules.js';
import { isDeletion, type LaterChanges } from './later-changes.js';
import type { FoldedPair, Operation, Window } from './operation.js';
import type { MemberPlan } from './plan.js';

/** What will be there when memberships come back. */
export interface Surroundings {
  inTheWay: LaterChanges;
  /** Customers and groups as they will be; of customers, those alone that the plan is about. */
  restoredCustomers: ReadonlySet<string>;
  deletedCustomers: ReadonlySet<string>;
  groupIds: { has(id: number): boolean };
}

/** Set-wise: an operation may have any number of members. */
export async function planMembers(
  unit: Unit,
  operation: Operation,
  around: Surroundings,
): Promise<MemberPlan> {
  const plan: MemberPlan = {
    joining: [],
    leaving: [],
    windows: [],
    skipped: new Set(),
    memberships: new Map(),
  };
  const planner = new PairPlanner(unit, operation.at, { plan, around });
  for (const part of inParts([...operation.pairs.values()], ROWS_PER_STATEMENT)) {
    const states = await unit.members.pairStates(unit.caller.storeId, part, operation.at);
    const byKey = new Map(states.map((state) => [memberKey(state), state]));
    for (const pair of part) {
      const state = byKey.get(memberKey(pair));
      if (state) planner.add(pair, state);
    }
  }
  return plan;
}

const sameWindow = (one: Window, other: Window): boolean =>
  one.startsAt === other.startsAt && one.endsAt === other.endsAt;

class PairPlanner {
  readonly #unit: Unit;
  readonly #at: Instant;
  readonly #plan: MemberPlan;
  readonly #around: Surroundings;

  constructor(
    unit: Unit,
    at: Instant,
    { plan, around }: { plan: MemberPlan; around: Surroundings },
  ) {
    this.#unit = unit;
    this.#at = at;
    this.#plan = plan;
    this.#around = around;
  }

  add(pair: FoldedPair, state: PairState): void {
    const { before, after } = pair;
    if (before && after) this.#putWindowBack(pair, state);
    else if (before) this.#putBack(pair, state);
    else if (after) this.#takeAway(pair, state);
  }

  #putBack(pair: FoldedPair, state: PairState): void {
    const { present, ended } = state;
    if (present) {
      if (!this.#is(present, ended)) this.#around.inTheWay.addPair(pair);
    } else if (!this.#willExist(state)) {
      this.#plan.skipped.add(pair.customerId);
    } else if (!this.#around.groupIds.has(pair.groupId)) {
      this.#around.inTheWay.add('group', pair.groupId, isDeletion);
    } else {
      this.#plan.joining.push({ ...(ended ?? this.#lost(pair)), validFrom: this.#unit.now });
      this.#count(state, 1);
    }
  }

  #takeAway(pair: FoldedPair, state: PairState): void {
    const { present, begun } = state;
    if (!present) return;
    const left = typeof pair.after === 'object' ? { ...present, ...pair.after } : begun;
    if (this.#is(present, left)) {
      this.#plan.leaving.push(present);
      this.#count(state, -1);
    } else this.#around.inTheWay.addPair(pair);
  }

  #putWindowBack(pair: FoldedPair, state: PairState): void {
    const { present } = state;
    const before = windowOf(pair.before, state.ended);
    const after = windowOf(pair.after, state.begun);
    if (!before || !after || sameWindow(before, after)) return;
    if (!present) {
      if (this.#willExist(state)) this.#around.inTheWay.addPair(pair);
      else this.#plan.skipped.add(pair.customerId);
      return;
    }
    const window = { startsAt: present.startsAt, endsAt: present.endsAt };
    for (const name of ['startsAt', 'endsAt'] as const) {
      if (before[name] === after[name] || present[name] === before[name]) continue;
      if (present[name] !== after[name]) {
        this.#around.inTheWay.addPair(pair);
        return;
      }
      Object.assign(window, { [name]: before[name] });
    }
    if (sameWindow(window, present)) return;
    if (checkWindow(window.startsAt, window.endsAt).length > 0) {
      this.#around.inTheWay.addPair(pair);
      return;
    }
    this.#plan.windows.push({ before: present, after: { ...present, ...window } });
  }

  /** Whether this is that membership; one that held for no time has left but the time of its end. */
  #is(present: Member, that: Member | null): boolean {
    if (!that) return present.createdAt === this.#at;
    return present.relationId === that.relationId && sameWindow(present, that);
  }

  /** A membership that held for no time: it had begun when it ended. */
  #lost({ customerId, groupId }: FoldedPair): Omit<Member, 'validFrom'> {
    return {
      customerId,
      groupId,
      relationId: newId(this.#unit.environment),
      startsAt: this.#at,
      endsAt: null,
      createdAt: this.#at,
    };
  }

  #willExist({ customerId, customerExists }: PairState): boolean {
    const { restoredCustomers, deletedCustomers } = this.#around;
    return (
      restoredCustomers.has(customerId) || (customerExists && !deletedCustomers.has(customerId))
    );
  }

  #count({ customerId, memberships }: PairState, change: 1 | -1): void {
    const known = this.#plan.memberships.get(customerId);
    if (known) known.after += change;
    else {
      const counts = { before: memberships, after: memberships + change };
      this.#plan.memberships.set(customerId, counts);
    }
  }
}

const windowOf = (stay: FoldedPair['before'], member: Member | null): Window | null =>
  stay === 'member' ? member : stay;
