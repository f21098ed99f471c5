import { createHmac } from 'node:crypto';
import { SCOPES } from './core/actor.js';
import { putCategories } from './core/category-service.js';
import { createCustomer } from './core/customer-service.js';
import type { Database } from './core/database.js';
import { createGroup, type NewGroup } from './core/group-service.js';
import { createKey, hashSecret } from './core/key-service.js';
import { createPriceList } from './core/price-list-service.js';
import { putPrices } from './core/price-service.js';
import { putProducts } from './core/product-service.js';
import type { Store } from './core/store.js';
import { createStore } from './core/store-service.js';
import { putUser } from './core/user-service.js';
import { CATEGORIES, CONTRACT_PRICES, PRODUCTS, TRADE_PRICES } from './demo-catalog.js';
import { commandCaller } from './runtime.js';

export const DEMO_STORE = 'demo';
export const DEMO_USER = 'demo-user';

/** The key that is shown, made anew if the root key has changed; undefined once it is revoked. */
export async function demoKey(database: Database, rootKey: string): Promise<string | undefined> {
  const secret = demoSecret(rootKey);
  const caller = commandCaller(DEMO_STORE);
  const key = await database.read(caller, (view) => view.keys.findByHash(hashSecret(secret)));
  if (key) return key.revokedAt === null ? secret : undefined;
  await database.write(caller, (unit) => createKey(unit, { name: 'demo', scopes: SCOPES, secret }));
  return secret;
}

/**
 * The secret of the demo store's key. It follows from the root key, so that it can be shown at
 * every start although only its hash is stored.
 */
const demoSecret = (rootKey: string): string =>
  `ck_${createHmac('sha256', rootKey).update('demo key').digest('base64url')}`;

const channels: Store['channels'] = {
  bigcommerce: { address: 'demo', settings: { storeHash: 'demo', unpagedLists: false } },
  ecwid: { address: '4870020', settings: { storeId: 4870020, customerGroupsEnabled: true } },
  emporix: { address: 'demo/main', settings: { tenant: 'demo', site: 'main' } },
  joptic: { address: 'store_demo', settings: { storeId: 'store_demo' } },
};

const GROUPS: readonly NewGroup[] = [
  {
    name: 'Retail',
    description: 'Everyone who buys in the shop or online.',
    isDefault: true,
  },
  {
    name: 'Frame club',
    description: 'Members of the loyalty programme.',
    discountRules: [
      { type: 'all', method: 'percent', amount: '5.0000' },
      { type: 'category', categoryId: '20', method: 'percent', amount: '10.0000' },
    ],
  },
  {
    name: 'Contact lens subscribers',
    description: 'A delivery of lenses every three months.',
    discountRules: [{ type: 'category', categoryId: '30', method: 'percent', amount: '12.5000' }],
  },
  {
    name: 'Students and seniors',
    description: 'With a card; shown in the shop.',
    discountRules: [{ type: 'all', method: 'percent', amount: '8.0000' }],
  },
  {
    name: 'Opticians (trade)',
    description: 'Other opticians who buy at trade prices.',
    defaultPriceListId: '1',
    externalReferenceId: 'TRADE',
  },
  {
    name: 'Company safety eyewear',
    description: 'Employers with a contract: safety frames and their lenses alone.',
    defaultPriceListId: '2',
    categoryAccess: { type: 'specific', categories: ['50', '51'] },
    externalReferenceId: 'CONTRACT',
  },
];

const GIVEN_NAMES = [
  'Amelia',
  'Noah',
  'Sofia',
  'Liam',
  'Aisha',
  'Mateo',
  'Hana',
  'Oliver',
  'Priya',
  'Lucas',
  'Ingrid',
  'Kofi',
  'Elena',
  'Theo',
  'Mei',
  'Samuel',
  'Zara',
  'Jonas',
  'Camille',
  'Diego',
];
const FAMILY_NAMES = [
  'Andersen',
  'Okafor',
  'Martinez',
  'Kowalski',
  'Nguyen',
  'Fischer',
  'Haddad',
  'Rossi',
  'Tanaka',
  'Murphy',
  'Silva',
  'Novak',
  'Dubois',
  'Singh',
  'Larsen',
];
const COMPANIES = ['Northlight', 'Harbor', 'Summit', 'Meridian', 'Clearwater'];

interface DemoCustomer {
  id: string;
  name: string;
  email: string;
  groupIds: number[] | undefined;
}

/** 300 customers: every combination of the names once, spread over the groups as a shop would. */
function demoCustomers(): DemoCustomer[] {
  return Array.from({ length: 300 }, (_, index) => {
    const given = GIVEN_NAMES[index % GIVEN_NAMES.length] ?? '';
    const family = FAMILY_NAMES[Math.floor(index / GIVEN_NAMES.length)] ?? '';
    const company = COMPANIES[index % COMPANIES.length] ?? '';
    const groupIds = groupsOfNumber(index);
    const trade = groupIds?.some((id) => id >= 5);
    const domain = trade ? `${company.toLowerCase()}.example` : 'mail.example';
    return {
      id: `c${1001 + index}`,
      name: trade ? `${given} ${family} (${company})` : `${given} ${family}`,
      email: `${given}.${family}@${domain}`.toLowerCase(),
      groupIds,
    };
  });
}

/** Undefined: the default group. A few are in two groups, and a few in none. */
function groupsOfNumber(index: number): number[] | undefined {
  if (index % 25 === 24) return [];
  if (index % 12 === 5) return [5];
  if (index % 15 === 7) return [6];
  if (index % 6 === 1) return [1, 2];
  if (index % 10 === 3) return [2, 3];
  if (index % 9 === 4) return [4];
  return undefined;
}

/** Makes the demo store, unless a store was ever made here. @returns whether it made it */
export async function makeDemo(database: Database): Promise<boolean> {
  const nowhere = commandCaller('');
  if (await database.read(nowhere, (view) => view.stores.everExisted())) return false;
  // As one: a start that is broken off leaves nothing, and the next one makes all of it.
  await database.write(commandCaller(DEMO_STORE), async (unit) => {
    const name = 'Lumen Optics (demo)';
    await createStore(unit, { id: DEMO_STORE, name, currency: 'USD', channels });
    await putUser(unit, DEMO_USER, { active: true, scopes: SCOPES });
    await createPriceList(unit, { id: '1', name: 'Trade prices' });
    await createPriceList(unit, { id: '2', name: 'Safety eyewear contract' });
    await putCategories(unit, CATEGORIES);
    await putProducts(unit, PRODUCTS);
    await putPrices(unit, '1', TRADE_PRICES);
    await putPrices(unit, '2', CONTRACT_PRICES);
    for (const group of GROUPS) await createGroup(unit, group);
    for (const customer of demoCustomers()) await createCustomer(unit, customer);
  });
  return true;
}
