import { MAX_MEMBERS_PER_CALL } from '../../../../../../src/core/limits.js';
import { changeMembers, checkMembers } from '../../../../api/members';
import { asProblem } from '../../../../api/problem';
import type { Names } from './list';

/** A list, compared with the group. */
export interface Compared {
  /** Customers who are not in the group, each once. */
  fresh: string[];
  members: string[];
  unknown: string[];
  /** Named more than once, be it by id and by address. */
  twice: string[];
  /** Addresses of which each stands for several customers. */
  shared: number;
}

interface Going {
  store: string;
  group: number;
  onProgress: (done: number) => void;
}

/** In parts of what a call takes. */
export async function compare(
  { customerIds, emails, impossible, repeated }: Names,
  { store, group, onProgress, signal }: Going & { signal: AbortSignal },
): Promise<Compared> {
  const fresh = new Set<string>();
  const members = new Set<string>();
  const unknown = [...impossible];
  const twice = new Set(repeated);
  const addressees = new Map<string, number>();
  const total = customerIds.length + emails.length;
  for (let from = 0; from < total; from += MAX_MEMBERS_PER_CALL) {
    const to = from + MAX_MEMBERS_PER_CALL;
    const part = {
      customerIds: customerIds.slice(from, to),
      emails: emails.slice(
        Math.max(0, from - customerIds.length),
        Math.max(0, to - customerIds.length),
      ),
    };
    const check = await checkMembers(store, group, part, signal);
    for (const [named, into] of [
      [check.absent, fresh],
      [check.members, members],
    ] as const) {
      for (const { customerId, email } of named) {
        if (into.has(customerId)) twice.add(email ?? customerId);
        into.add(customerId);
        if (email !== null) addressees.set(email, (addressees.get(email) ?? 0) + 1);
      }
    }
    for (const name of check.unknown) unknown.push(name);
    onProgress(Math.min(to, total));
  }
  return {
    fresh: [...fresh],
    members: [...members],
    unknown,
    twice: [...twice],
    shared: [...addressees.values()].filter((customers) => customers > 1).length,
  };
}

/** What was done of adding many. */
export interface Added {
  /** How many of the list are through. */
  done: number;
  added: number;
  /** Whom somebody else had added in the meantime. */
  meanwhile: number;
  requestIds: string[];
}

/** In parts of what a call takes, each all or nothing; goes on where it was stopped or failed. */
export async function addAll(
  customers: readonly string[],
  before: Added,
  {
    store,
    group,
    onProgress,
    isStopped,
  }: Omit<Going, 'onProgress'> & {
    onProgress: (added: Added) => void;
    isStopped: () => boolean;
  },
): Promise<Added> {
  let progress = before;
  while (progress.done < customers.length && !isStopped()) {
    const add = customers.slice(progress.done, progress.done + MAX_MEMBERS_PER_CALL);
    const requestId = crypto.randomUUID();
    // Before it is sent: an answer may get lost after the part was added.
    const sent = { ...progress, requestIds: [...progress.requestIds, requestId] };
    onProgress(sent);
    const call = changeMembers(store, { group, add, requestId });
    const { added, unchanged } = await call.catch((error) => {
      // An answer says that nothing was added.
      if (asProblem(error).status !== 0) onProgress(progress);
      throw error;
    });
    progress = {
      ...(added > 0 ? sent : progress),
      done: progress.done + add.length,
      added: progress.added + added,
      meanwhile: progress.meanwhile + unchanged,
    };
    onProgress(progress);
  }
  return progress;
}
