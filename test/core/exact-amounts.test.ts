import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

/**
 * Amounts are bigints, which the compiler does not let anyone mix with numbers. A float can come
 * of one only where it is turned into a number, and of numbers only where they are divided.
 */
const CONVERSIONS = new Set(['Number', 'Math', 'Intl', 'parseFloat', 'parseInt', 'isNaN']);
const FORMATS = new Set(['toFixed', 'toPrecision', 'toExponential', 'toLocaleString']);

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Whether a bigint literal or `BigInt()` makes the compiler hold the whole term to bigints. */
function isBigint(node: Node): boolean {
  if (node.type === 'Literal') return typeof node.bigint === 'string';
  if (node.type === 'BinaryExpression')
    return [node.left, node.right].filter(isNode).some(isBigint);
  if (node.type === 'ParenthesizedExpression') return childrenOf(node).some(isBigint);
  return node.type === 'CallExpression' && isNode(node.callee) && node.callee.name === 'BigInt';
}

function isFloat(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' && !/^(\d[\d_]*|0x[\da-f_]+)$/i.test(String(node.raw));
    case 'Identifier':
      return CONVERSIONS.has(String(node.name)) || FORMATS.has(String(node.name));
    case 'UnaryExpression':
      return node.operator === '+';
    case 'BinaryExpression':
    case 'AssignmentExpression':
      return ['/', '/=', '**', '**='].includes(String(node.operator)) && !isBigint(node);
    default:
      return false;
  }
}

/** The code of each place where a float could arise. */
function floatsIn(source: string): string[] {
  const found: string[] = [];
  const walk = (node: Node) => {
    if (isFloat(node)) found.push(source.slice(node.start, node.end));
    childrenOf(node).forEach(walk);
  };
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node);
  return found;
}

const core = new URL('../../src/core/', import.meta.url);
const pricing = readdirSync(new URL('pricing/', core)).map((name) => `pricing/${name}`);

describe('an amount is never a binary float', () => {
  it.each(['money.ts', 'currency.ts', ...pricing])('in %s', (name) => {
    expect(floatsIn(readFileSync(new URL(name, core), 'utf8'))).toEqual([]);
  });

  it.each([
    ['Number(amount)', 'Number'],
    ['parseFloat(rule.amount)', 'parseFloat'],
    ['Math.round(price)', 'Math'],
    ['price.toFixed(2)', 'toFixed'],
    ['+rule.amount', '+rule.amount'],
    ['price * 0.9', '0.9'],
    ['quantity * 1e-2', '1e-2'],
    ['quantity / 2', 'quantity / 2'],
    ['f(2n) / half', 'f(2n) / half'],
  ])('and %s would be found', (source, found) => {
    expect(floatsIn(source)).toEqual([found]);
  });

  it.each(['price / 2n', '(price + half / 2n) / unit', '10n ** BigInt(4)', 'a <= 1_000', 'a - 1'])(
    'but %s is none',
    (source) => expect(floatsIn(source)).toEqual([]),
  );
});
