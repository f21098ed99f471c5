import type { View } from './database.js';
import type { DiscountRule } from './group.js';
import type { GroupTarget, ReportedGroup } from './report.js';

/** Why a rule matters to no product; null where it does. */
export type CatalogReason = 'unknown_product' | 'unknown_category' | 'no_products' | 'shadowed';

/** What a report has learned of the catalog; groups often have rules for the same categories. */
export class ReportCatalog {
  readonly #view: View;
  /** Whether the catalog knows it. */
  readonly #products = new Map<string, boolean>();
  /** Any product of it or below; null where there is none, undefined where it is not known. */
  readonly #categories = new Map<string, string | null | undefined>();

  constructor(view: View) {
    this.#view = view;
  }

  /** The reasons of the rules of some groups, by a few look-ups for all of them. */
  async reasons(
    groups: readonly ReportedGroup[],
  ): Promise<(group: ReportedGroup, rule: DiscountRule) => CatalogReason | null> {
    await this.#learn(groups.flatMap(({ discountRules }) => discountRules));
    const shadowed = await this.#shadowed(groups);
    return ({ id }, rule) => {
      if (rule.type === 'all') return null;
      if (rule.type === 'product') {
        return this.#products.get(rule.productId) ? null : 'unknown_product';
      }
      const product = this.#categories.get(rule.categoryId);
      if (product === undefined) return 'unknown_category';
      if (product === null) return 'no_products';
      return shadowed.get(id)?.has(rule.categoryId) ? 'shadowed' : null;
    };
  }

  async #learn(rules: readonly DiscountRule[]): Promise<void> {
    const productIds = new Set(rules.flatMap(productOf).filter((id) => !this.#products.has(id)));
    const categoryIds = new Set(
      rules.flatMap(categoryOf).filter((id) => !this.#categories.has(id)),
    );
    if (productIds.size === 0 && categoryIds.size === 0) return;
    const { storeId } = this.#view.caller;
    const facts = await this.#view.reports.catalog(storeId, productIds, categoryIds);
    for (const id of productIds) this.#products.set(id, facts.products.has(id));
    for (const id of categoryIds) this.#categories.set(id, facts.categories.get(id));
  }

  /** By group, categories of which every product has a rule of its own. */
  async #shadowed(groups: readonly ReportedGroup[]): Promise<Map<number, Set<string>>> {
    const categoryRules: GroupTarget[] = [];
    const productRules: GroupTarget[] = [];
    for (const [{ id: groupId, discountRules }, products] of await this.#withProducts(groups)) {
      // Mostly the one product that is known of a category has no rule, and nothing is to be asked.
      const candidates = discountRules
        .flatMap(categoryOf)
        .filter((id) => products.has(this.#categories.get(id) ?? ''));
      if (candidates.length === 0) continue;
      for (const id of candidates) categoryRules.push({ groupId, id });
      for (const id of products) productRules.push({ groupId, id });
    }
    const shadowed = new Map<number, Set<string>>();
    if (categoryRules.length === 0) return shadowed;
    const { storeId } = this.#view.caller;
    const found = await this.#view.reports.shadowed(storeId, categoryRules, productRules);
    for (const { groupId, id } of found) {
      const ofGroup = shadowed.get(groupId);
      if (ofGroup) ofGroup.add(id);
      else shadowed.set(groupId, new Set([id]));
    }
    return shadowed;
  }

  /** Groups with rules for categories, each with the products that it has or inherits rules for. */
  async #withProducts(
    groups: readonly ReportedGroup[],
  ): Promise<[ReportedGroup, ReadonlySet<string>][]> {
    const asking = groups.filter(({ discountRules }) =>
      discountRules.some(({ type }) => type === 'category'),
    );
    const children = asking.filter(({ parentId }) => parentId !== null).map(({ id }) => id);
    const inherited =
      children.length === 0
        ? new Map<number, readonly DiscountRule[]>()
        : await this.#view.reports.inherited(this.#view.caller.storeId, children);
    return asking.map((group) => {
      const rules = [...group.discountRules, ...(inherited.get(group.id) ?? [])];
      return [group, new Set(rules.flatMap(productOf))];
    });
  }
}

const productOf = (rule: DiscountRule): string[] =>
  rule.type === 'product' ? [rule.productId] : [];
const categoryOf = (rule: DiscountRule): string[] =>
  rule.type === 'category' ? [rule.categoryId] : [];
