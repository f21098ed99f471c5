import { useRef, useState } from 'react';
import type { Group } from '../../../api/groups';
import type { Rule } from './rule';

/** A rule on the page, saved or not, which stays itself while it is edited and moved. */
export interface Draft {
  key: number;
  rule: Rule;
}

export interface Drafts {
  all: readonly Draft[];
  reset: (group: Group) => void;
  /** In the place of the one with this key, or at the end. */
  put: (rule: Rule, key?: number) => void;
  remove: (key: number) => void;
  /** To another place, counted from 0; out of reach is the first or the last one. */
  move: (key: number, to: number) => void;
}

/** The rules of a group in their order, as they are edited. */
export function useDrafts(group: Group): Drafts {
  const lastKey = useRef(0);
  const draftOf = (rule: Rule): Draft => ({ key: ++lastKey.current, rule });
  const [all, setAll] = useState<readonly Draft[]>(() => group.discountRules.map(draftOf));
  return {
    all,
    reset: ({ discountRules }) => setAll(discountRules.map(draftOf)),
    put: (rule, key) =>
      setAll(
        key === undefined
          ? [...all, draftOf(rule)]
          : all.map((draft) => (draft.key === key ? { key, rule } : draft)),
      ),
    remove: (key) => setAll(all.filter((draft) => draft.key !== key)),
    move: (key, to) => {
      const moved = all.find((draft) => draft.key === key);
      if (!moved) return;
      const others = all.filter((draft) => draft !== moved);
      const place = Math.min(Math.max(to, 0), others.length);
      setAll([...others.slice(0, place), moved, ...others.slice(place)]);
    },
  };
}
