import { parseAst } from 'rolldown/parseAst';

/**
 * The titles of a file's tests, as they are written: what `it`, `it.each(…)` or `test` is given
 * first. A test that is skipped shows nothing, and so has none.
 */
export function titlesIn(source: string): Set<string> {
  const titles = new Set<string>();
  visit(parseAst(source, { lang: 'ts' }), (node) => {
    if (node.type !== 'CallExpression' || !isTest(node.callee)) return;
    const title = textOf(Array.isArray(node.arguments) ? node.arguments[0] : undefined);
    if (title !== undefined) titles.add(title);
  });
  return titles;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function visit(value: unknown, see: (node: Node) => void): void {
  if (!isNode(value)) return;
  if (!Array.isArray(value)) see(value);
  for (const child of Object.values(value)) visit(child, see);
}

/** `it`, `it.concurrent`, `it.each(table)`, `` it.each`table` ``: what the title is given to. */
function isTest(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  switch (callee.type) {
    case 'Identifier':
      return callee.name === 'it' || callee.name === 'test';
    case 'MemberExpression':
      return !isSkipped(callee.property) && isTest(callee.object);
    case 'CallExpression':
      return isTest(callee.callee);
    case 'TaggedTemplateExpression':
      return isTest(callee.tag);
    default:
      return false;
  }
}

const isSkipped = (property: unknown): boolean =>
  isNode(property) && (property.name === 'skip' || property.name === 'todo');

/** A text without anything to fill in, its escapes read. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return undefined;
  const [only, ...others] = node.quasis;
  const { cooked } = (only as { value: { cooked?: string } }).value;
  return others.length === 0 ? cooked : undefined;
}
