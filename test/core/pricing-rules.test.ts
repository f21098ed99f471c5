import { describe, expect, it } from 'vitest';
import { currencyDigits, minorUnit } from '../../src/core/currency.js';
import { CoreError } from '../../src/core/errors.js';
import type { PricingInput } from '../../src/core/pricing/input.js';
import { priceItems } from '../../src/core/pricing/price-items.js';
import {
  buildInput,
  buildItem,
  buildList,
  forAll,
  forCategory,
  forProduct,
  money,
} from '../helpers/pricing.js';
import {
  among,
  first,
  inCategories,
  inLists,
  inTable,
  items,
  trade,
  withRules,
} from './pricing-cases.js';

describe('the rule', () => {
  inTable([
    ['a percentage off', withRules(forAll('12.5%')), '8.75', 1],
    ['an amount off', withRules(forAll('-2.5')), '7.5', 1],
    ['a new price', withRules(forAll('=6.4')), '6.4', 1],
    [
      'for this product before its category and everything',
      withRules(forAll('90%'), forCategory('soft', '80%'), forProduct('lens', '10%')),
      '9',
      1,
    ],
    [
      'for its category before everything',
      withRules(forAll('90%'), forCategory('soft', '10%')),
      '9',
      1,
    ],
    [
      'for everything, where nothing else is for it',
      withRules(forAll('5%'), forProduct('frame', '90%'), forCategory('sale', '90%')),
      '9.5',
      1,
    ],
    ['for a category, in its sub-categories', withRules(forCategory('optics', '20%')), '8', 1],
    [
      'of the nearest category above, not the farther',
      withRules(forCategory('optics', '50%'), forCategory('contacts', '10%')),
      '9',
      1,
    ],
    [
      'not of a sub-category',
      { ...withRules(forCategory('soft', '20%')), ...inCategories('contacts') },
      '10',
      null,
    ],
    [
      'of the category that gives the lowest price',
      {
        ...withRules(forCategory('soft', '10%'), forCategory('sale', '-3')),
        ...inCategories('soft', 'sale'),
      },
      '7',
      1,
    ],
    [
      'of the request’s categories instead of the catalog’s',
      { ...withRules(forCategory('soft', '10%')), ...inCategories('sale') },
      '10',
      null,
    ],
    [
      'of no category, where the request says so',
      { ...withRules(forCategory('soft', '10%')), ...inCategories() },
      '10',
      null,
    ],
    ['a new price above the base leaves the base', withRules(forAll('=12')), '10', null],
    [
      'a new price above the base still goes before a lesser rule',
      withRules(forProduct('lens', '=12'), forAll('50%')),
      '10',
      null,
    ],
    ['an amount off above the base makes it zero', withRules(forAll('-12')), '0', 1],
    ['a hundred percent makes it zero', withRules(forAll('100%')), '0', 1],
    [
      'on the request’s price too',
      { ...withRules(forAll('50%')), ...items({ unitPrice: money('3') }) },
      '1.5',
      1,
    ],
  ]);

  const tie = (...ids: string[]) =>
    first({ ...withRules(...ids.map((id) => forCategory(id, '10%'))), ...inCategories(...ids) })
      .rule;

  it.each([
    [['b', 'a'], 'a'],
    [['9', '10'], '10'],
    // The halves of a surrogate pair sort before U+FFEE, the character itself after it.
    [['\u{1f600}', '\uffee'], '\uffee'],
  ])('of equal ones of the categories %j the one of %j', (ids, expected) => {
    expect(tie(...ids)).toMatchObject({ categoryId: expected });
    expect(tie(...ids.reverse())).toMatchObject({ categoryId: expected });
  });
});

describe('rounding', () => {
  const priced = (currency: string, unitPrice: string, percent: number): Partial<PricingInput> => ({
    ...withRules(forAll(`${percent}%`)),
    ...items({ unitPrice: money(unitPrice) }),
    currency,
    storeCurrency: currency,
  });
  inTable([
    ['half a cent goes up', priced('USD', '0.25', 50), '0.13', 1],
    ['just below half a cent goes down', priced('USD', '0.2499', 50), '0.12', 1],
    ['half a yen goes up', priced('JPY', '5', 50), '3', 1],
    ['just below half a yen goes down', priced('JPY', '4.9998', 50), '2', 1],
    ['half of a thousandth of a dinar goes up', priced('KWD', '0.005', 50), '0.003', 1],
    ['just below goes down', priced('KWD', '0.0049', 50), '0.002', 1],
    ['half of a ten-thousandth of an UF goes up', priced('CLF', '0.0005', 50), '0.0003', 1],
    [
      'a percentage is exact until the end',
      priced('USD', '99999999999.9999', 33.3333),
      '66666700000',
      1,
    ],
    [
      'what is no more than the price without a group after rounding gives nothing',
      priced('USD', '10', 0.0001),
      '10',
      null,
    ],
  ]);

  it('is of the unit price, and the line is exact', () => {
    const { unitPrice, total } = first({
      ...priced('USD', '0.25', 50),
      ...items({ unitPrice: money('0.125'), quantity: 999_999_999 }),
    });
    expect([unitPrice, total]).toEqual([money('0.06'), 999_999_999n * money('0.06')]);
  });

  it('of the price without any group is shown too', () => {
    expect(
      first({ ...withRules(forAll('50%')), ...items({ unitPrice: money('9.995') }) }),
    ).toMatchObject({ listPrice: money('10'), unitPrice: money('5') });
  });

  it('loses nothing of the largest sum', () => {
    const largest = buildItem({ unitPrice: money('99999999999.99'), quantity: 999_999_999 });
    const input = buildInput({ items: Array.from({ length: 1_000 }, () => largest) });
    const { total } = priceItems(input, { explain: false });
    expect(total).toBe(money('99999999999.99') * 999_999_999n * 1_000n);
  });
});

describe('another currency', () => {
  const euros = { currency: 'EUR', ...items({ unitPrice: money('8') }) };
  inTable([
    ['takes the request’s price, not the catalog’s', euros, '8', null],
    ['takes percentages', { ...euros, ...withRules(forAll('10%')) }, '7.2', 1],
    ['takes no amounts', { ...euros, ...withRules(forAll('-1')) }, '8', null],
    ['takes no new prices', { ...euros, ...withRules(forAll('=1')) }, '8', null],
    [
      'takes the most specific of the rules that apply in it',
      {
        ...euros,
        ...withRules(forProduct('lens', '-1'), forCategory('soft', '=1'), forAll('10%')),
      },
      '7.2',
      1,
    ],
    [
      'takes lists in it',
      {
        ...euros,
        ...among(trade()),
        ...inLists(buildList('trade', { lens: { 1: '7' } }, { currency: 'EUR' })),
      },
      '7',
      1,
    ],
    [
      'takes no lists in the store’s',
      { ...euros, ...among(trade()), ...inLists(buildList('trade', { lens: { 1: '7' } })) },
      '8',
      null,
    ],
  ]);

  it('shows no list price where only a list has one', () => {
    const item = first({
      currency: 'EUR',
      ...among(trade()),
      ...inLists(buildList('trade', { lens: { 1: '7' } }, { currency: 'EUR' })),
    });
    expect(item).toMatchObject({ listPrice: null, unitPrice: money('7'), priceListId: 'trade' });
  });

  it('names every item without a base', () => {
    const unpriced = buildItem();
    const input = buildInput({
      currency: 'EUR',
      items: [unpriced, buildItem({ unitPrice: 0n }), unpriced],
    });
    const fault = (index: number) => ({
      path: ['items', index, 'unitPrice'],
      message: expect.any(String),
    });
    expect(() => priceItems(input, { explain: false })).toThrow(
      expect.objectContaining({ code: 'invalid', faults: [fault(0), fault(2)] }),
    );
    expect(() => priceItems(input, { explain: false })).toThrow(CoreError);
  });
});

describe('a currency', () => {
  it.each<[number, string, bigint]>([
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', 10_000n],
    // Intl gives no decimals to the last four.
    [2, 'USD EUR GBP TWD COP HUF IDR PKR', 100n],
    [3, 'BHD IQD JOD KWD LYD OMR TND', 10n],
    [4, 'CLF UYW', 1n],
  ])('has %d digits by ISO 4217: %s', (digits, codes, unit) => {
    for (const code of codes.split(' ')) {
      expect([code, currencyDigits(code), minorUnit(code)]).toEqual([code, digits, unit]);
    }
  });
});
