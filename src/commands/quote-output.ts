import { formatPrice } from '../core/currency.js';
import type { DiscountRule } from '../core/group.js';
import type { Money } from '../core/money.js';
import type { Candidate, Ignored, Quote, QuotedItem } from '../core/pricing/quote.js';
import { discountInWords, ruleInWords } from '../core/rule-words.js';
import { print, printTable, visible } from './output.js';

/** What the answer names by ids. */
export interface Names {
  /** Rules are in it, also where the quote is in another one. */
  storeCurrency: string;
  /** By id; a group that was deleted since has none. */
  groups: ReadonlyMap<number, string>;
}

/** Every group that an answer names. */
export function groupIdsIn({ items }: Quote): number[] {
  const ids = items.flatMap(({ groupId, explanation }) => [
    groupId,
    ...(explanation ?? []).map((candidate) => candidate.groupId),
  ]);
  return [...new Set(ids)].filter((id) => id !== null);
}

/** The items as a table with the total, and where it was asked for, why they cost what they do. */
export function printQuote(quote: Quote, names: Names): void {
  const { currency, at, items, total } = quote;
  const price = (amount: Money | null) => (amount === null ? '-' : formatPrice(amount, currency));
  printTable(
    [
      { title: 'product' },
      { title: 'quantity', right: true },
      { title: 'list price', right: true },
      { title: 'unit price', right: true },
      { title: 'total', right: true },
      { title: 'from' },
      { title: 'accessible' },
    ],
    [
      ...items.map((item) => [
        item.productId,
        String(item.quantity),
        price(item.listPrice),
        price(item.unitPrice),
        price(item.total),
        sourceOf(item, names),
        item.accessible ? 'yes' : 'no',
      ]),
      ['TOTAL', '', '', '', price(total), `${currency} at ${at}`, ''],
    ],
  );
  for (const item of items) {
    if (item.explanation) printExplanation(item, item.explanation, names, price);
  }
}

/** What made the price: the group, and its list or rule. */
function sourceOf({ groupId, priceListId, rule }: QuotedItem, names: Names): string {
  if (groupId === null) return 'no group';
  return [named(groupId, names), ...madeBy({ priceListId, rule }, names)].join(', ');
}

function madeBy(
  { priceListId, rule }: { priceListId: string | null; rule: DiscountRule | null },
  { storeCurrency }: Names,
): string[] {
  return [
    ...(priceListId === null ? [] : [`price list '${priceListId}'`]),
    ...(rule === null ? [] : [discountInWords(rule, storeCurrency)]),
  ];
}

function named(groupId: number | null, { groups }: Names): string {
  if (groupId === null) return 'no group';
  const name = groups.get(groupId);
  return name === undefined ? `group ${groupId}` : `${name} (${groupId})`;
}

type PriceText = (amount: Money | null) => string;

/** The chosen candidate has an arrow; what did not count stands below its candidate. */
function printExplanation(
  { productId, quantity }: QuotedItem,
  candidates: readonly Candidate[],
  names: Names,
  price: PriceText,
): void {
  print(`\n${visible(productId)}, ${quantity}`);
  for (const candidate of candidates) {
    const { groupId, chosen, reason, ignored } = candidate;
    const steps = stepsOf(candidate, names, price);
    print(visible(`  ${chosen ? '→' : ' '} ${named(groupId, names)}: ${steps}${reason}`));
    for (const one of ignored) print(visible(`      ignored: ${ignoredInWords(one, names)}`));
  }
}

/** `100.00, 5% off for product 'frame' = 95.00: `; nothing for a group that does not count. */
function stepsOf(
  { base, priceListId, rule, unitPrice }: Candidate,
  { storeCurrency }: Names,
  price: PriceText,
): string {
  if (base === null) return '';
  const from = priceListId === null ? '' : ` from price list '${priceListId}'`;
  const less = rule === null ? '' : `, ${ruleInWords(rule, storeCurrency)}`;
  return `${price(base)}${from}${less} = ${price(unitPrice)}: `;
}

const ignoredInWords = (ignored: Ignored, { storeCurrency }: Names): string =>
  'rule' in ignored
    ? `${ruleInWords(ignored.rule, storeCurrency)}: ${ignored.reason}`
    : `price list '${ignored.priceListId}': ${ignored.reason}`;
