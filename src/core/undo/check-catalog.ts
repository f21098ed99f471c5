import type { Category } from '../category.js';
import type { Unit } from '../database.js';
import type { Product } from '../product.js';
import type { Store } from '../store.js';
import { type Currencies, touchesCurrency } from './currencies.js';
import { isDeletion, type LaterChanges, touches } from './later-changes.js';
import { outcome, type Plan, type RecordPlan } from './plan.js';

interface Catalog {
  /** As they are: those of the plan, those that it refers to, and everything above them. */
  categories: ReadonlyMap<string, Category>;
  store: Store;
  currencies: Currencies;
  inTheWay: LaterChanges;
}

/** What a rule about the catalog, or what lies in a category by now, has against a plan. */
export async function checkCatalog(
  unit: Unit,
  { categories, products }: Plan,
  { categories: present, store, currencies, inTheWay }: Catalog,
): Promise<void> {
  const after = outcome(present, categories);
  checkTree(categories, after, inTheWay);
  checkProducts(products, after, inTheWay);
  const priced = changedIn(products, 'price').some(({ price }) => price !== null);
  if (priced && currencies.ofStore(store.id, store.currency) !== store.currency) {
    inTheWay.add('store', store.id, touchesCurrency);
  }
  if (categories.deleted.length > 0) await checkDeleted(unit, { categories, products }, inTheWay);
}

const changedIn = <State>(
  { restored, replaced }: RecordPlan<State>,
  field: keyof State,
): State[] => [
  ...restored,
  ...replaced
    .filter(({ before, after }) => before[field] !== after[field])
    .map(({ after }) => after),
];

function checkTree(
  plan: RecordPlan<Category>,
  after: ReadonlyMap<string, Category>,
  inTheWay: LaterChanges,
): void {
  for (const { id } of changedIn(plan, 'parentId')) {
    const line = new Set<string>();
    let at: string | null = id;
    while (at !== null && !line.has(at) && after.has(at)) {
      line.add(at);
      at = after.get(at)?.parentId ?? null;
    }
    if (at === null) continue;
    if (!after.has(at)) inTheWay.add('category', at, isDeletion);
    else for (const each of line) inTheWay.add('category', each, touches('parentId'));
  }
}

function checkProducts(
  plan: RecordPlan<Product>,
  after: ReadonlyMap<string, Category>,
  inTheWay: LaterChanges,
): void {
  for (const { categoryIds } of changedIn(plan, 'categoryIds')) {
    for (const id of categoryIds) if (!after.has(id)) inTheWay.add('category', id, isDeletion);
  }
}

/** Nothing may lie in a category that goes. */
async function checkDeleted(
  unit: Unit,
  { categories, products }: Pick<Plan, 'categories' | 'products'>,
  inTheWay: LaterChanges,
): Promise<void> {
  const { storeId } = unit.caller;
  const gone = new Set(categories.deleted.map(({ id }) => id));
  const [children, places] = await Promise.all([
    unit.categories.children(storeId, [...gone]),
    unit.products.placesIn(storeId, [...gone]),
  ]);
  const after = outcome(new Map(children.map((child) => [child.id, child])), categories);
  for (const { id } of children) {
    const parentId = after.get(id)?.parentId ?? null;
    if (parentId !== null && gone.has(parentId)) inTheWay.add('category', id, touches('parentId'));
  }
  const deleted = new Set(products.deleted.map(({ id }) => id));
  const replaced = new Map(products.replaced.map(({ after: product }) => [product.id, product]));
  for (const { productId, categoryId } of places) {
    const leaves = replaced.get(productId)?.categoryIds.includes(categoryId) === false;
    if (!leaves && !deleted.has(productId)) {
      inTheWay.add('product', productId, touches('categoryIds'));
    }
  }
}
