import type { Category } from '../api/categories';

/** A category with what lies in it. */
export interface CategoryNode {
  id: string;
  name: string;
  parent: CategoryNode | undefined;
  /** By name. */
  children: readonly CategoryNode[];
}

export interface CategoryForest {
  roots: readonly CategoryNode[];
  byId: ReadonlyMap<string, CategoryNode>;
  /** Every node before what lies in it. */
  inOrder: readonly CategoryNode[];
}

type Growing = CategoryNode & { children: CategoryNode[] };

const byName = new Intl.Collator(undefined, { numeric: true });

const known = new WeakMap<readonly Category[], CategoryForest>();

/** Made once for what was read once, however many ask for it. */
export function categoryForest(categories: readonly Category[]): CategoryForest {
  let forest = known.get(categories);
  if (!forest) {
    forest = grow(categories);
    known.set(categories, forest);
  }
  return forest;
}

function grow(categories: readonly Category[]): CategoryForest {
  const byId = new Map<string, Growing>(
    categories.map(({ id, name }) => [id, { id, name, parent: undefined, children: [] }]),
  );
  const roots: Growing[] = [];
  for (const { id, parentId } of categories) {
    const node = byId.get(id);
    const parent = parentId === null ? undefined : byId.get(parentId);
    if (!node) continue;
    node.parent = parent;
    // One whose parent is not among them stands at the top, so that all are shown.
    (parent?.children ?? roots).push(node);
  }
  const sort = (nodes: Growing[]) => nodes.sort((a, b) => byName.compare(a.name, b.name));
  sort(roots);
  for (const { children } of byId.values()) sort(children as Growing[]);
  const inOrder: CategoryNode[] = [];
  const waiting: CategoryNode[] = [...roots].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    inOrder.push(node);
    waiting.push(...[...node.children].reverse());
  }
  return { roots, byId, inOrder };
}

/** A category with all that lies below it. */
export function withBelow(node: CategoryNode): CategoryNode[] {
  const found = [node];
  for (const { children } of found) found.push(...children);
  return found;
}

/** Such as "Frames › Women's frames". */
export function pathOf(node: CategoryNode): string {
  const names: string[] = [];
  for (let at: CategoryNode | undefined = node; at; at = at.parent) names.unshift(at.name);
  return names.join(' › ');
}

/** How many of a category and of what lies below it are ticked. */
export interface Ticks {
  ticked: number;
  of: number;
}

export function countTicks(
  { inOrder }: CategoryForest,
  ticked: ReadonlySet<string>,
): ReadonlyMap<string, Ticks> {
  const counts = new Map<string, Ticks>();
  for (const { id, children } of inOrder.toReversed()) {
    const own: Ticks = { ticked: ticked.has(id) ? 1 : 0, of: 1 };
    for (const child of children) {
      const below = counts.get(child.id);
      own.ticked += below?.ticked ?? 0;
      own.of += below?.of ?? 0;
    }
    counts.set(id, own);
  }
  return counts;
}

/** A line of the tree as it is shown: a category, or what lies right in one that has others below. */
export interface TreeLine {
  node: CategoryNode;
  level: number;
  isOpen: boolean;
  /** The category alone, without those below it. */
  isItself: boolean;
}

interface Shown {
  open: ReadonlySet<string>;
  /** Categories that are looked for: they and their ancestors alone are shown, and are open. */
  wanted?: ((node: CategoryNode) => boolean) | undefined;
}

export function linesOf({ roots, inOrder }: CategoryForest, { open, wanted }: Shown): TreeLine[] {
  const shown = wanted && new Set<CategoryNode>();
  if (wanted) {
    for (const node of inOrder) {
      if (!wanted(node)) continue;
      for (let at: CategoryNode | undefined = node; at && !shown?.has(at); at = at.parent) {
        shown?.add(at);
      }
    }
  }
  const lines: TreeLine[] = [];
  const waiting = roots.map((node) => ({ node, level: 0 })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next;
    if (shown && !shown.has(node)) continue;
    const below = shown ? node.children.filter((child) => shown.has(child)) : node.children;
    const isOpen = below.length > 0 && (shown !== undefined || open.has(node.id));
    lines.push({ node, level, isOpen, isItself: false });
    if (!isOpen) continue;
    if (!wanted || wanted(node)) {
      lines.push({ node, level: level + 1, isOpen: false, isItself: true });
    }
    waiting.push(...below.map((child) => ({ node: child, level: level + 1 })).reverse());
  }
  return lines;
}
