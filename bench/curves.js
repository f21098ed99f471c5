// @ts-check

/** @typedef {import('./quote-data.js').Shop} Shop */
/** @typedef {import('./quote-data.js').Audience} Audience */

/**
 * What one curve varies, everything else being as usual.
 * @typedef {{ title: string, values: number[], of: 'otherGroups' | keyof Audience }} Sweep
 */

/** @type {readonly Sweep[]} */
export const CURVES = [
  {
    title: 'groups that the customer is not in',
    values: [10, 100, 1_000, 10_000],
    of: 'otherGroups',
  },
  { title: 'prices in the price list', values: [100, 1_000, 10_000, 100_000], of: 'prices' },
  { title: 'groups that the customer is in', values: [1, 2, 5, 10, 20, 50], of: 'groups' },
  { title: 'rules of each group (5 groups)', values: [1, 10, 100, 1_000], of: 'rules' },
];

/** @type {Audience} */
const USUAL = { groups: 5, rules: 20, prices: 10_000 };
const OTHER_GROUPS = 100;

/**
 * The shop and the customer of each point. The customers that one shop can have together are in
 * one: a price list does not get slower by another one beside it.
 * @param {Sweep} sweep
 */
export const pointsOf = ({ values, of }) =>
  values.map((value) => {
    const others = of === 'otherGroups' ? value : OTHER_GROUPS;
    const audience = of === 'otherGroups' ? USUAL : { ...USUAL, [of]: value };
    return { value, audience, shop: { id: `others-${others}`, otherGroups: others } };
  });

/**
 * Each shop once, with each of its customers once.
 * @param {readonly Sweep[]} sweeps
 * @returns {Shop[]}
 */
export function shopsOf(sweeps) {
  /** @type {Map<string, Shop>} */
  const shops = new Map();
  for (const { shop, audience } of sweeps.flatMap(pointsOf)) {
    const known = shops.get(shop.id) ?? { ...shop, audiences: [] };
    shops.set(shop.id, known);
    const name = JSON.stringify(audience);
    if (!known.audiences.some((other) => JSON.stringify(other) === name)) {
      known.audiences.push(audience);
    }
  }
  return [...shops.values()];
}
