import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { groupFindingsQuery } from '../../../api/group-effects';
import type { Group } from '../../../api/groups';
import type { Finding } from '../../../api/reports';
import { useStore } from '../../../session/store';
import { type Rule, ruleKey, targetKey } from './rule';
import type { Draft } from './use-drafts';

type Code = Finding['code'];

/** Of the whole group, and not of one rule alone. */
const OF_GROUP: ReadonlySet<Code> = new Set<Code>(['no_members', 'inactive']);

/** What the catalog says can be seen on the page for what is not saved yet, too. */
const SEEN_ON_PAGE: ReadonlySet<Code> = new Set<Code>(['unknown_product', 'unknown_category']);

export interface Warnings {
  /** Why no rule of the group matters. */
  ofGroup: readonly Code[];
  /** Why this rule does not. */
  of: (rule: Rule) => readonly Code[];
}

/** What the service has found of the rules as they are saved, for those that still say the same. */
export function useWarnings(group: Group, drafts: readonly Draft[]): Warnings {
  const { id: store, can } = useStore();
  const findings = useQuery({
    ...groupFindingsQuery(store, group.id),
    enabled: can('store:admin') && group.discountRules.length > 0,
  });
  return useMemo(() => {
    const all = findings.data?.entries ?? [];
    const targets = new Set(drafts.map(({ rule }) => targetKey(rule)));
    // A category is in the shadow of rules for its products, which may not be there any longer.
    const shadowsStay = group.discountRules
      .filter(({ type }) => type === 'product')
      .every((rule) => targets.has(targetKey(rule)));
    const byRule = new Map<string, Code[]>();
    for (const { code, rule } of all) {
      if (!rule || OF_GROUP.has(code) || SEEN_ON_PAGE.has(code)) continue;
      if (code === 'shadowed' && !shadowsStay) continue;
      const key = ruleKey(rule);
      byRule.set(key, [...(byRule.get(key) ?? []), code]);
    }
    const found = all.map(({ code }) => code).filter((code) => OF_GROUP.has(code));
    const inactive: Code[] = group.isActive || drafts.length === 0 ? [] : ['inactive'];
    const ofGroup = [...new Set([...inactive, ...found])];
    return { ofGroup, of: (rule: Rule) => byRule.get(ruleKey(rule)) ?? [] };
  }, [findings.data, drafts, group]);
}
