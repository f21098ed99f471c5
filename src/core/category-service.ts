import { authorize } from './actor.js';
import { type BulkCounts, checkCount, repetitions } from './bulk.js';
import type { Category, CategoryFilter } from './category.js';
import type { Page, Unit, View } from './database.js';
import { conflict, type Fault, invalid, notFound } from './errors.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkId, checkName } from './rules.js';

export interface NewCategory {
  id: string;
  name: string;
  parentId?: string | null | undefined;
}

/** How many of the things that stand in the way a conflict names. */
const NAMED = 20;

export const categoryTag = (category: Category): string => String(category.version);

export async function getCategory(view: View, id: string): Promise<Category> {
  authorize(view.caller, 'pricing:read');
  return existing(view, id);
}

export function listCategories(
  view: View,
  filter: CategoryFilter,
  page: Page<string>,
): Promise<Category[]> {
  authorize(view.caller, 'pricing:read');
  return view.categories.list(view.caller.storeId, filter, page);
}

/**
 * Creates and replaces many at once, all or nothing. A parent may be among them.
 * @throws invalid with the faults of each entry
 */
export async function putCategories(
  unit: Unit,
  entries: readonly NewCategory[],
): Promise<BulkCounts> {
  authorize(unit.caller, 'pricing:write');
  const tooMany = checkCount('categories', entries);
  if (tooMany.length > 0) throw invalid(tooMany, 'category');
  const { storeId } = unit.caller;
  const named = new Set(entries.flatMap(({ id, parentId }) => (parentId ? [id, parentId] : [id])));
  const present = new Map(
    (await unit.categories.line(storeId, [...named])).map((category) => [category.id, category]),
  );
  const faults = faultsOf(entries, present);
  if (faults.length > 0) throw invalid(faults, 'category');

  const created: Category[] = [];
  const updated: Category[] = [];
  for (const { id, name, parentId = null } of entries) {
    const before = present.get(id);
    if (before?.name === name && before.parentId === parentId) continue;
    const after: Category = {
      storeId,
      id,
      name,
      parentId,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? unit.now,
      updatedAt: unit.now,
    };
    (before ? updated : created).push(after);
    recordCategory(unit, before ? 'category.updated' : 'category.created', before ?? null, after);
  }
  if (created.length > 0) unit.categories.insert(storeId, created);
  if (updated.length > 0) unit.categories.update(storeId, updated);
  return {
    created: created.length,
    updated: updated.length,
    unchanged: entries.length - created.length - updated.length,
  };
}

/** @throws conflict `category_in_use`, naming what lies in it */
export async function deleteCategory(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'pricing:write');
  const { storeId } = unit.caller;
  const page = { limit: NAMED + 1 };
  const [category, children, products] = await Promise.all([
    existing(unit, id),
    unit.categories.list(storeId, { parentId: id }, page),
    unit.products.list(storeId, { categoryId: id }, page),
  ]);
  assertCurrent(precondition, 'category', categoryTag(category));
  const held = [namesOf('sub-categories', children), namesOf('products', products)].filter(Boolean);
  if (held.length > 0) {
    throw conflict(
      'category_in_use',
      `The category '${id}' has ${held.join(', and ')}. Move or delete them first.`,
      'category',
    );
  }
  unit.categories.delete(storeId, [id]);
  recordCategory(unit, 'category.deleted', category, null);
}

function namesOf(what: string, list: readonly { id: string; name: string | null }[]): string {
  if (list.length === 0) return '';
  const named = list
    .slice(0, NAMED)
    .map(({ id, name }) => (name === null ? `'${id}'` : `'${id}' (${name})`));
  return `the ${what} ${named.join(', ')}${list.length > NAMED ? ' and more' : ''}`;
}

async function existing(view: View, id: string): Promise<Category> {
  const category = await view.categories.find(view.caller.storeId, id);
  if (!category) throw notFound('category', id);
  return category;
}

/** @param present the named categories and everything above them, as they are */
function faultsOf(
  entries: readonly NewCategory[],
  present: ReadonlyMap<string, Category>,
): Fault[] {
  const parents = new Map<string, string | null>();
  for (const { id, parentId } of present.values()) parents.set(id, parentId);
  for (const { id, parentId = null } of entries) parents.set(id, parentId);
  const repeated = repetitions(entries, ({ id }) => id);
  const circular = cyclesOf(parents);
  return entries.flatMap(({ id, name, parentId = null }, index) => {
    const path = ['categories', index];
    const first = repeated.get(index);
    const faults = [...checkId([...path, 'id'], id), ...checkName([...path, 'name'], name)];
    if (first !== undefined) {
      faults.push({ path: [...path, 'id'], message: `is the id of entry ${first}, too` });
    } else if (parentId !== null && !parents.has(parentId)) {
      faults.push({
        path: [...path, 'parentId'],
        message: `there is no category '${parentId}'`,
      });
    } else if (circular.has(id)) {
      faults.push({
        path: [...path, 'parentId'],
        message: 'would make a category its own ancestor',
      });
    }
    return faults;
  });
}

/** The categories that are their own ancestors; each is looked at once. */
function cyclesOf(parents: ReadonlyMap<string, string | null>): Set<string> {
  const circular = new Set<string>();
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const line = new Set<string>();
    let at: string | null = start;
    while (at !== null && !done.has(at) && !line.has(at)) {
      line.add(at);
      at = parents.get(at) ?? null;
    }
    if (at !== null && line.has(at)) {
      const inOrder = [...line];
      for (const id of inOrder.slice(inOrder.indexOf(at))) circular.add(id);
    }
    for (const id of line) done.add(id);
  }
  return circular;
}

export function recordCategory(
  unit: Unit,
  operation: `category.${string}`,
  before: Category | null,
  after: Category | null,
): void {
  unit.record({
    operation,
    entity: 'category',
    entityId: (after ?? (before as Category)).id,
    before: before && loggedCategory(before),
    after: after && loggedCategory(after),
  });
}

const loggedCategory = ({ storeId: _, ...category }: Category): object => category;
