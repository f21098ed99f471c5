import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiscountRule, GroupFields } from '../../src/core/group.js';
import { newGroupFields } from '../../src/core/group.js';
import {
  MAX_CATEGORIES,
  MAX_DESCRIPTION,
  MAX_LANGUAGES,
  MAX_NAME,
  MAX_RULES,
} from '../../src/core/limits.js';
import {
  checkGroup,
  checkRules,
  checkText,
  checkWindow,
  ruleAmount,
} from '../../src/core/rules.js';
import { isStorable } from '../../src/core/text.js';

const all = (amount: string, method: DiscountRule['method'] = 'percent'): DiscountRule => ({
  type: 'all',
  method,
  amount,
});
const product = (productId: string): DiscountRule => ({
  type: 'product',
  productId,
  method: 'price',
  amount: '1.0000',
});
const category = (categoryId: string): DiscountRule => ({
  type: 'category',
  categoryId,
  method: 'fixed',
  amount: '1.0000',
});

const places = (fields: Partial<GroupFields>) =>
  checkGroup({ name: 'A', ...newGroupFields, ...fields }).map(({ path }) => path.join('.'));

const languages = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`en-${index}`, 'text']));

describe('the fields of a group', () => {
  it.each<[string, Partial<GroupFields>]>([
    ['the shortest name', { name: 'a' }],
    ['the longest name', { name: '😀'.repeat(MAX_NAME) }],
    ['the longest description', { description: 'x'.repeat(MAX_DESCRIPTION) }],
    ['an empty description', { description: '' }],
    ['texts by language', { descriptions: { en: 'a', 'pt-BR': '', 'zh-Hant-TW': '😀' } }],
    ['as many languages as may be', { descriptions: languages(MAX_LANGUAGES) }],
    ['no category at all', { categoryAccess: { type: 'specific', categories: [] } }],
    ['a rule of 100 percent', { discountRules: [all('100.0000')] }],
    ['a price above 100', { discountRules: [all('100.0001', 'price')] }],
    [
      'a rule for each target',
      { discountRules: [all('1'), product('1'), product('2'), category('1')] },
    ],
    ['as many rules as may be', { discountRules: manyRules(MAX_RULES) }],
    ['an external id', { externalReferenceId: 'crm-7' }],
  ])('may have %s', (_, fields) => {
    expect(places(fields)).toEqual([]);
  });

  it.each<[string, Partial<GroupFields>, string[]]>([
    ['no name', { name: '' }, ['name']],
    ['a name too long', { name: '😀'.repeat(MAX_NAME + 1) }, ['name']],
    ['NUL in a name', { name: 'a\0' }, ['name']],
    ['half a surrogate pair', { description: '\ud83d' }, ['description']],
    ['a description too long', { description: 'x'.repeat(MAX_DESCRIPTION + 1) }, ['description']],
    ['a language that is none', { descriptions: { en: 'a', '??': 'b' } }, ['descriptions.??']],
    [
      'a language named __proto__',
      { descriptions: JSON.parse('{"__proto__":"a"}') },
      ['descriptions.__proto__'],
    ],
    ['too many languages', { descriptions: languages(MAX_LANGUAGES + 1) }, ['descriptions']],
    [
      'a category without an id',
      { categoryAccess: { type: 'specific', categories: ['1', ''] } },
      ['categoryAccess.categories.1'],
    ],
    [
      'too many categories',
      { categoryAccess: { type: 'specific', categories: Array(MAX_CATEGORIES + 1).fill('1') } },
      ['categoryAccess.categories'],
    ],
    ['more than 100 percent', { discountRules: [all('100.0001')] }, ['discountRules.0.amount']],
    ['a negative amount', { discountRules: [all('-1')] }, ['discountRules.0.amount']],
    ['two rules for all', { discountRules: [all('1'), all('2', 'price')] }, ['discountRules.1']],
    [
      'two rules for a product',
      { discountRules: [product('1'), category('1'), product('1')] },
      ['discountRules.2'],
    ],
    ['too many rules', { discountRules: manyRules(MAX_RULES + 1) }, ['discountRules']],
    ['an empty external id', { externalReferenceId: '' }, ['externalReferenceId']],
    ['an external id like ours', { externalReferenceId: 'cgrp_x' }, ['externalReferenceId']],
    ['several faults', { name: '', externalReferenceId: '' }, ['name', 'externalReferenceId']],
  ])('may not have %s', (_, fields, expected) => {
    expect(places(fields)).toEqual(expected);
  });
});

function manyRules(count: number): DiscountRule[] {
  return Array.from({ length: count }, (_, index) => product(String(index)));
}

describe('rules', () => {
  it('of different targets never stand in each other’s way', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/), { maxLength: 20 });
    fc.assert(
      fc.property(ids, ids, (products, categories) => {
        const rules = [...products.map(product), ...categories.map(category), all('5')];
        expect(checkRules(rules)).toEqual([]);
        // Each of them twice is a fault at the second place.
        const twice = checkRules([...rules, ...rules]).map(({ path }) => path[1]);
        expect(twice).toEqual(rules.map((_, index) => rules.length + index));
      }),
    );
  });

  it.each([
    ['5', '5.0000'],
    ['12.5', '12.5000'],
    ['-1', undefined],
    ['', undefined],
    ['1e2', undefined],
  ])('keep the amount %j as %j', (text, expected) => {
    expect(ruleAmount(text)).toBe(expected);
  });
});

describe('a text of a field', () => {
  it('is counted in characters, not in halves of them', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (each, limit) => {
        const fits = [...each].length <= limit && isStorable(each);
        expect(checkText(['name'], each, limit)).toHaveLength(fits ? 0 : 1);
      }),
    );
  });
});

describe('a window', () => {
  const time = fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z'));

  it('is empty unless it ends after it begins', () => {
    fc.assert(
      fc.property(time, time, (startsAt, endsAt) => {
        const isWindow = startsAt === null || endsAt === null || startsAt < endsAt;
        expect(checkWindow(startsAt, endsAt)).toHaveLength(isWindow ? 0 : 1);
      }),
    );
  });
});
