import { useRef, useState } from 'react';
import type { TaggedGroup } from '../../../api/groups';
import type { Rule } from './rule';

/** A rule on the page, saved or not, which stays itself while it is edited and moved. */
export interface Draft {
  key: number;
  rule: Rule;
}

export interface Drafts {
  all: readonly Draft[];
  /** The one that is being edited. */
  edited: Draft | 'new' | undefined;
  edit: (draft: Draft | 'new' | undefined) => void;
  /** To the rules of a group; after a save, unless they are not what was `sent` any longer. */
  reset: (group: TaggedGroup, sent?: readonly Draft[]) => void;
  /** In the place of the one with this key, or at the end. */
  put: (rule: Rule, key?: number) => void;
  remove: (key: number) => void;
  /** To another place, counted from 0; out of reach is the first or the last one. */
  move: (key: number, to: number) => void;
}

/** The rules of a group in their order, as they are edited. */
export function useDrafts(group: TaggedGroup['data']): Drafts {
  const lastKey = useRef(0);
  const draftOf = (rule: Rule): Draft => ({ key: ++lastKey.current, rule });
  const [all, setAll] = useState<readonly Draft[]>(() => group.discountRules.map(draftOf));
  const [edited, edit] = useState<Draft | 'new'>();
  return {
    all,
    edited,
    edit,
    reset: ({ data: { discountRules } }, sent) => {
      if (sent && sent !== all) return;
      // A saved rule stays itself.
      const saved = (rule: Rule, place: number): Draft => {
        const draft = sent?.[place];
        return draft ? { ...draft, rule } : draftOf(rule);
      };
      setAll(discountRules.map(saved));
    },
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
