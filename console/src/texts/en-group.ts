import { count } from './count';
import { number } from './format';

interface Inherited {
  access: { type: 'all' | 'specific' | 'none'; categories?: readonly string[] } | null;
  from: string | undefined;
  stopped: string | undefined;
}

const categories = (value: number): string => count(value, 'category', 'categories');

const accessInWords = ({ type, categories: listed = [] }: NonNullable<Inherited['access']>) =>
  type === 'all' ? 'everything' : type === 'none' ? 'nothing' : categories(listed.length);

/** Of the parts of a group: category access, discount rules, history. */
export const groupParts = {
  access: {
    title: 'Category access',
    hint: 'Which categories the members of this group may see.',
    question: 'Members may see',
    types: {
      unset: 'Not set here, inherited',
      all: 'Everything',
      specific: 'Chosen categories',
      none: 'Nothing',
    },
    typeHints: {
      all: 'Every category, and products without a category.',
      specific: 'Exactly these categories, and no product without a category.',
      none: 'No category and no product.',
    },
    inherits: ({ access, from, stopped }: Inherited): string => {
      if (access && from !== undefined) return `Now ${accessInWords(access)}, from “${from}”.`;
      return stopped === undefined
        ? 'Now everything, since no group above says anything.'
        : `Now everything: “${stopped}” above is inactive and passes nothing on.`;
    },
    search: 'Search by name or id',
    chosenOnly: 'Only what is chosen',
    chosen: (value: number) => `${categories(value)} chosen`,
    tickAll: 'Choose all',
    tickNone: 'Choose none',
    itself: (name: string) => `Only what lies in ${name} itself`,
    ticked: (some: number, of: number) => `${number(some)} of ${number(of)}`,
    showMore: (left: number) => `Show more (${number(left)} left)`,
    noMatch: 'No category matches',
    noCategories: 'The catalog has no category yet',
    noCategoriesText: 'They come with the catalog, through the API.',
    tooMany: (most: number) => `The first ${number(most)} categories are shown.`,
    unknown: (value: number) =>
      value === 1
        ? 'The catalog does not know one of the chosen categories'
        : `The catalog does not know ${number(value)} of the chosen categories`,
    notShown: (value: number) => `${categories(value)} chosen that are not shown here`,
    remove: (id: string) => `Remove ${id}`,
    removeAll: 'Remove all of these',
    needsPricing: (ids: readonly string[]) =>
      `${categories(ids.length)} chosen. To see and choose them, a credential needs the scope pricing:read.`,
    effect: 'What members see',
    effectHint: 'Whoever is in several groups sees what any of them shows.',
    inactive: 'This group is inactive: through it, members see what guests see.',
    now: 'Now',
    afterwards: 'Once this is saved',
    seesAll: 'Everything',
    seesNothing: 'Nothing',
    sees: (value: number) => categories(value),
    impact: ({ customers }: { customers: number }) =>
      `Changes what this group shows to ${count(customers, 'customer')}; no price changes.`,
  },
  rules: {
    title: 'Discounts',
    hint: 'What members pay less. A rule for a product goes before one for its category, and that before one for everything.',
    empty: 'There is no rule yet',
    emptyText: 'Without rules, members pay what the catalog or the group’s price list says.',
    add: 'Add rule',
    addIt: 'Add',
    edit: 'Edit rule',
    apply: 'Apply',
    for: 'What it is for',
    types: { all: 'Everything', category: 'Category', product: 'Product' },
    everything: 'Everything',
    product: 'Product',
    category: 'Category',
    pick: 'Search by name or id',
    method: 'What it does',
    methods: {
      percent: 'Takes a percentage off',
      price: 'Takes an amount off',
      fixed: 'Sets the price',
    },
    amounts: { percent: 'Percentage', price: 'Amount off', fixed: 'New price' },
    does: {
      percent: (amount: string) => `${amount} off`,
      price: (amount: string) => `${amount} off`,
      fixed: (amount: string) => `Fixed at ${amount}`,
    },
    amountFaults: {
      none: 'Enter an amount such as 12.50, with at most four decimals.',
      above100: 'A percentage is at most 100.',
    },
    targetMissing: 'Choose what the rule is for, or enter its id.',
    sameTarget: (place: number) => `Rule ${number(place)} is for the same already: edit that one.`,
    example: 'Example price',
    exampleInWords: (from: string, to: string) => `${from} becomes ${to}`,
    up: (name: string) => `Move the rule for ${name} up`,
    down: (name: string) => `Move the rule for ${name} down`,
    editIt: (name: string) => `Edit the rule for ${name}`,
    removeIt: (name: string) => `Remove the rule for ${name}`,
    moved: (place: number, of: number) => `Moved to place ${number(place)} of ${number(of)}.`,
    removed: 'The rule is removed once you save.',
    added: 'The rule is added once you save.',
    changed: 'The rule is changed once you save.',
    keys: 'The order is only how they are listed. With the keyboard, Alt and an arrow key move a rule, Alt with Home or End to the first or last place.',
    page: (page: number, of: number) => `Page ${number(page)} of ${number(of)}`,
    refused: 'The service refuses this',
    faultAt: (place: number | undefined, message: string) =>
      place === undefined ? message : `Rule ${number(place + 1)}: ${message}`,
    unknownProduct: 'The catalog does not know this product, so the rule does nothing for now.',
    unknownCategory: 'The catalog does not know this category, so the rule does nothing for now.',
    nothing: 'This takes nothing off.',
    noneMatters: 'None of these rules matters now',
    findings: {
      shadowed: 'Never matters: every product of this category has a rule of its own.',
      no_products: 'Never matters: neither this category nor one below it has any product.',
      no_members: 'The group has no members, and no group that inherits from it has any.',
      inactive: 'The group is not active.',
    } as Readonly<Record<string, string>>,
    listFirst:
      'This group has a price list. A price in it holds as it is: the rules are for all other products.',
    inherits: (rules: number) =>
      `${rules === 1 ? 'One rule holds' : `${number(rules)} rules hold`} here, too, from`,
    inheritsUnless: ', unless a rule here is for the same.',
  },
  history: {
    title: 'History',
    hint: 'What was changed of this group and of its members, the newest first.',
    needsAdmin: 'The history needs a credential with the scope store:admin.',
    empty: 'Nothing is known of it any more',
    emptyText: 'Older changes are kept for a while only.',
  },
};
