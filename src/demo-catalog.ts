import type { NewCategory } from './core/category-service.js';
import type { NewPrice } from './core/price-service.js';
import type { NewProduct } from './core/product-service.js';

/** What the groups' rules and access name: 20, 30, 50 and 51. */
export const CATEGORIES: readonly NewCategory[] = [
  { id: '10', name: 'Sunglasses' },
  { id: '11', name: 'Sport sunglasses', parentId: '10' },
  { id: '20', name: 'Frames' },
  { id: '21', name: "Women's frames", parentId: '20' },
  { id: '22', name: "Men's frames", parentId: '20' },
  { id: '23', name: "Children's frames", parentId: '20' },
  { id: '30', name: 'Contact lenses' },
  { id: '31', name: 'Daily lenses', parentId: '30' },
  { id: '32', name: 'Two-weekly and monthly lenses', parentId: '30' },
  { id: '33', name: 'Toric and multifocal lenses', parentId: '30' },
  { id: '40', name: 'Lens care' },
  { id: '41', name: 'Solutions and drops', parentId: '40' },
  { id: '42', name: 'Cases and cleaning', parentId: '40' },
  { id: '50', name: 'Safety frames' },
  { id: '51', name: 'Lenses for safety frames', parentId: '50' },
];

/** By category: models with their price in dollars, and what they come in; one product each. */
const MODELS: Readonly<Record<string, readonly (readonly [string, number, string])[]>> = {
  '10': [
    ['Ray-Ban RB2140 Wayfarer', 163, 'black, tortoise, black polarized'],
    ['Ray-Ban RB3025 Aviator', 171, 'gold green, gunmetal grey, gold polarized'],
    ['Ray-Ban RB3016 Clubmaster', 166, 'black, tortoise'],
    ['Persol PO0649', 268, 'havana, black'],
    ['Vogue VO5338S', 89, 'black, brown gradient, transparent pink'],
    ['Polaroid PLD 2083', 62.5, 'black, blue'],
  ],
  '11': [
    ['Oakley OO9208 Radar EV', 214, 'Prizm road, Prizm trail'],
    ['Oakley OO9102 Holbrook', 156, 'Prizm black, Prizm sapphire'],
    ['Julbo Rush', 189.95, 'Reactiv'],
  ],
  '21': [
    ['Vogue VO5239', 104, 'black, dark havana, top serigraphy'],
    ['Michael Kors MK4030', 142, 'black, crystal'],
    ['Tiffany TF2109', 258, 'havana, black'],
    ['Ray-Ban RB5228', 139, 'black, havana, transparent'],
    ['Silhouette Momentum 5529', 329, 'gold, rosé'],
    ['Longchamp LO2621', 118.5, 'nude, wine, black'],
  ],
  '22': [
    ['Ray-Ban RB7047', 128, 'matte black, havana, blue'],
    ['Ray-Ban RB6489 Aviator', 146, 'gunmetal, gold'],
    ['Oakley OX8046 Airdrop', 152, 'satin black, polished grey smoke'],
    ['Lindberg Strip 9700', 465, 'titanium grey, titanium black'],
    ['Hugo Boss 0680', 134.5, 'matte brown, black, ruthenium'],
    ['Persol PO3007', 219, 'black, havana, grey'],
  ],
  '23': [
    ['Ray-Ban Junior RY1531', 84, 'black, havana, red'],
    ['Nike 5509', 79, 'navy, grey'],
    ['Tomato TJ-AC', 92, 'blue, pink'],
    ['Miraflex New Baby', 71.5, 'sky, lavender, mint'],
  ],
  '31': [
    ['Acuvue Oasys 1-Day', 39.95, 'box of 30, box of 90'],
    ['Dailies Total1', 46.5, 'box of 30, box of 90'],
    ['Biotrue ONEday', 29.95, 'box of 30, box of 90'],
    ['Clariti 1 day', 27.5, 'box of 30, box of 90'],
  ],
  '32': [
    ['Acuvue Oasys 2-Week', 34.95, 'box of 6, box of 12'],
    ['Air Optix HydraGlyde', 38.5, 'box of 3, box of 6'],
    ['Biofinity', 32.95, 'box of 3, box of 6'],
    ['Bausch + Lomb Ultra', 41.5, 'box of 3, box of 6'],
  ],
  '33': [
    ['Biofinity Toric', 42.95, 'box of 3, box of 6'],
    ['Dailies Total1 Multifocal', 58.5, 'box of 30, box of 90'],
    ['Acuvue Oasys for Astigmatism', 44.5, 'box of 6, box of 12'],
  ],
  '41': [
    ['Biotrue multi-purpose solution', 9.95, '100 ml, 300 ml, 2 × 300 ml'],
    ['Opti-Free PureMoist', 10.5, '90 ml, 300 ml'],
    ['AOSept Plus peroxide solution', 12.95, '360 ml'],
    ['Systane Ultra eye drops', 13.5, '10 ml, 30 single doses'],
  ],
  '42': [
    ['Lens case', 1.5, 'white, blue, with mirror'],
    ['Hard case for glasses', 7.9, 'black, cork'],
    ['Microfibre cloth', 2.5, 'single, pack of 5'],
    ['Lens spray with cloth', 6.95, '30 ml'],
  ],
  '50': [
    ['Uvex RX cd 5518', 96, 'black, anthracite'],
    ['3M ZT200', 74.5, 'black, crystal'],
    ['Bollé Safety B810', 109, 'gunmetal, blue'],
    ['OnGuard US110S', 82, 'black, smoke, clear'],
    ['Wolverine W032', 88.5, 'brown, matte black, grey'],
  ],
  '51': [
    ['Polycarbonate single vision, pair', 58, 'clear, anti-fog, blue filter'],
    ['Polycarbonate progressive, pair', 164, 'clear, anti-fog, blue filter'],
    ['Trivex single vision, pair', 79, 'clear, anti-fog, photochromic'],
    ['Trivex progressive, pair', 198, 'clear'],
  ],
};

interface DemoProduct extends NewProduct {
  id: string;
  cents: number;
  isSafety: boolean;
}

/** A larger box or bottle costs more, at less for each. */
function packFactor(variant: string, variants: readonly string[]): number {
  const isPack = /^(box of|pack of|single|\d)/.test(variants[0] ?? '');
  return isPack ? 1 + variants.indexOf(variant) * 0.8 : 1;
}

const products: readonly DemoProduct[] = Object.entries(MODELS)
  .flatMap(([category, models]) =>
    models.flatMap(([model, dollars, list]) => {
      const variants = list.split(', ');
      return variants.map((variant) => ({
        name: `${model}, ${variant}`,
        cents: Math.round(dollars * 100 * packFactor(variant, variants)),
        category,
      }));
    }),
  )
  .map(({ name, cents, category }, index) => ({
    id: String(101 + index),
    name,
    cents,
    price: dollarsOf(cents),
    categoryIds: [category],
    isSafety: category === '50' || category === '51',
  }));

function dollarsOf(cents: number): string {
  return (cents / 100).toFixed(2);
}

export const PRODUCTS: readonly NewProduct[] = products.map(({ id, name, price, categoryIds }) => ({
  id,
  name,
  price,
  categoryIds,
}));

/** By quantity, which part of the catalog's price is asked. */
const TRADE: readonly (readonly [number, number])[] = [
  [1, 0.68],
  [10, 0.6],
];
const CONTRACT: readonly (readonly [number, number])[] = [
  [1, 0.85],
  [25, 0.78],
  [100, 0.7],
];

const pricesOf = (
  list: readonly DemoProduct[],
  tiers: readonly (readonly [number, number])[],
): NewPrice[] =>
  list.flatMap(({ id, cents }) =>
    tiers.map(([minQuantity, part]) => ({
      productId: id,
      minQuantity,
      amount: dollarsOf(Math.round(cents * part)),
    })),
  );

/** Of the trade: everything but safety eyewear, which is sold by contract alone. */
export const TRADE_PRICES = pricesOf(
  products.filter(({ isSafety }) => !isSafety),
  TRADE,
);
export const CONTRACT_PRICES = pricesOf(
  products.filter(({ isSafety }) => isSafety),
  CONTRACT,
);
