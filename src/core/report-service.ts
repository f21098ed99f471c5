import { authorize } from './actor.js';
import type { Page, View } from './database.js';
import type { Finding, FindingCode, FindingPosition, ReportedGroup } from './report.js';
import { type CatalogReason, ReportCatalog } from './report-catalog.js';
import { ruleInWords } from './rule-words.js';

/** Groups that are looked at together: at most so many, and fewer where they have many rules. */
const MAX_CHUNK = 50;
const RULES_PER_CHUNK = 2_000;

type GroupPosition = Extract<FindingPosition, { groupId: number }>;

export interface FindingFilter {
  /** Of this group alone; without it of all, and of the lists that no group uses. */
  groupId?: number | undefined;
}

/** Rules and price lists that never matter to a price in the store's currency, each with the reason. */
export async function reportRules(
  view: View,
  storeCurrency: string,
  { groupId, limit, after }: FindingFilter & Page<FindingPosition>,
): Promise<Finding[]> {
  authorize(view.caller, 'store:admin');
  if (groupId !== undefined) return findingsOfGroup(view, storeCurrency, { groupId, limit, after });
  if (after && 'priceListId' in after) {
    return unusedLists(view, { limit, after: after.priceListId });
  }
  const findings = await groupFindings(view, storeCurrency, { limit, after });
  if (findings.length === limit) return findings;
  return [...findings, ...(await unusedLists(view, { limit: limit - findings.length }))];
}

async function findingsOfGroup(
  view: View,
  storeCurrency: string,
  { groupId, limit, after }: Required<FindingFilter> & Page<FindingPosition>,
): Promise<Finding[]> {
  const range = { from: groupId, limit: 1 };
  const [group] = await view.reports.groups(view.caller.storeId, storeCurrency, range);
  if (group?.id !== groupId) return [];
  const reasonOf = await new ReportCatalog(view).reasons([group]);
  return [...findingsOf(group, storeCurrency, placeAfter(after, groupId), reasonOf)].slice(
    0,
    limit,
  );
}

/** Where a group's findings go on; beyond them all when they lie before the position. */
function placeAfter(after: FindingPosition | undefined, groupId: number): number {
  if (!after) return 0;
  if ('priceListId' in after || after.groupId > groupId) return Number.POSITIVE_INFINITY;
  return after.groupId === groupId ? after.place + 1 : 0;
}

async function groupFindings(
  view: View,
  storeCurrency: string,
  { limit, after }: Page<GroupPosition>,
): Promise<Finding[]> {
  const { storeId } = view.caller;
  const catalog = new ReportCatalog(view);
  const found: Finding[] = [];
  let from = after?.groupId ?? 1;
  let size = 1;
  for (;;) {
    const groups = await view.reports.groups(storeId, storeCurrency, { from, limit: size });
    const reasonOf = await catalog.reasons(groups);
    for (const group of groups) {
      const begin = placeAfter(after, group.id);
      for (const finding of findingsOf(group, storeCurrency, begin, reasonOf)) {
        if (found.push(finding) === limit) return found;
      }
    }
    const last = groups.at(-1);
    if (groups.length < size || !last) return found;
    from = last.id + 1;
    const rules = groups.reduce((sum, { discountRules }) => sum + discountRules.length, 0);
    size = rules > RULES_PER_CHUNK ? Math.ceil(size / 2) : Math.min(size * 2, MAX_CHUNK);
    // An embedded database answers at once: without this, nobody else would get their turn.
    await new Promise(setImmediate);
  }
}

const REASONS: Readonly<Record<CatalogReason | 'no_members' | 'inactive', string>> = {
  unknown_product: 'the catalog does not know this product',
  unknown_category: 'the catalog does not know this category',
  no_products: 'neither this category nor one below it has any product',
  shadowed: 'every product of this category has a rule of its own in the group',
  no_members: 'the group has no members, and no group that inherits from it has any',
  inactive: 'the group is not active',
};

/** Up to two for each rule, what the catalog says and what the group says, and one for the list. */
function* findingsOf(
  group: ReportedGroup,
  storeCurrency: string,
  begin: number,
  catalogReason: Awaited<ReturnType<ReportCatalog['reasons']>>,
): Generator<Finding> {
  const { id: groupId, name: groupName, discountRules: rules, foreignList: list } = group;
  const inGroup = (code: FindingCode, because: string, subject: string, place: number) => ({
    code,
    message: `${subject} of group ${groupId} (${groupName}) never matters: ${because}.`,
    groupId,
    groupName,
    position: { groupId, place },
  });
  const last = 2 * rules.length;
  for (let place = begin; place < last; place++) {
    const rule = rules[place >> 1];
    if (!rule) break;
    const code = place % 2 === 0 ? catalogReason(group, rule) : groupReason(group);
    if (!code) continue;
    const subject = `The rule "${ruleInWords(rule, storeCurrency)}"`;
    yield { ...inGroup(code, REASONS[code], subject, place), rule, priceListId: null };
  }
  if (!list || begin > last) return;
  const because = `it is in ${list.currency}, and the store's prices are in ${storeCurrency}`;
  const subject = `The default price list '${list.id}' (${list.name})`;
  const finding = inGroup('other_currency', because, subject, last);
  yield { ...finding, rule: null, priceListId: list.id };
}

function groupReason({
  isActive,
  reachesSomebody,
}: ReportedGroup): 'no_members' | 'inactive' | null {
  if (!reachesSomebody) return 'no_members';
  return isActive ? null : 'inactive';
}

async function unusedLists(view: View, page: Page<string>): Promise<Finding[]> {
  const lists = await view.reports.unusedLists(view.caller.storeId, page);
  return lists.map(({ id, name }) => ({
    code: 'unused_list',
    message: `The price list '${id}' (${name}) never matters: no group uses it.`,
    groupId: null,
    groupName: null,
    rule: null,
    priceListId: id,
    position: { priceListId: id },
  }));
}
