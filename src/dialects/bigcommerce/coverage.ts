import type { Coverage, CoveredRoute, Item } from '../coverage.js';

type Shown = (name: string, title: string, note?: string) => Item;

/** What a file of this dialect's contract suite shows. */
const shownBy =
  (file: string): Shown =>
  (name, title, note) => ({
    name,
    test: `contract/bigcommerce/${file}.test.ts > ${title}`,
    ...(note !== undefined && { note }),
  });

const addresses = shownBy('addresses');
const bodies = shownBy('body-faults');
const bulkDelete = shownBy('bulk-delete');
const access = shownBy('category-access');
const credentials = shownBy('credentials');
const rules = shownBy('discount-rules');
const faults = shownBy('field-faults');
const filters = shownBy('filters');
const groups = shownBy('groups');
const paging = shownBy('paging');
const limits = shownBy('rate-limit');
const samples = shownBy('samples');

const ONE = '/:id((?!count(?:\\.json)?$).+)';

/** The paths to a resource, first as the second edition names it, then as its aliases. */
function pathsTo(rest: '' | '/count' | typeof ONE): Pick<CoveredRoute, 'path' | 'aliases'> {
  const [path = '', ...aliases] = ['/stores/:storeHash/v2', '/api/v2'].flatMap((base) =>
    ['customer_groups', 'customergroups'].flatMap((name) =>
      // An id takes the ending in.
      (rest === ONE ? [''] : ['', '.json']).map((ending) => `${base}/${name}${rest}${ending}`),
    ),
  );
  return { path, aliases };
}

const NEWER = 'In neither edition, but in the vendor’s reference of today.';
const FOUND = 'find on list and count what they name';
const SPELLED = 'read a date as %s';
const DATES = `${NEWER} Counted in whole seconds; read as the API writes dates, as ISO 8601 and as RFC 2822.`;
const PATTERN = `${NEWER} \`%\` as in SQL, in any case; without a \`%\` a part of the name.`;

const filterParameters: readonly Item[] = [
  filters('name', FOUND),
  filters('is_default', FOUND),
  filters('name:like', FOUND, PATTERN),
  filters('is_group_for_guests', FOUND, NEWER),
  ...['date_created', 'date_modified'].flatMap((field) =>
    ['', ':min', ':max'].map((end) => filters(`${field}${end}`, SPELLED, DATES)),
  ),
];
const unknownIgnored = filters(
  'any other parameter',
  FOUND,
  'Ignored on reads, as the editions are silent and clients send what they like.',
);
const badFilter = filters(
  '400 a faulty parameter',
  'are refused by name for ?%s',
  'The editions name no errors of a filter: each faulty or repeated parameter has an entry of its own.',
);

const CHANGED = 'change in %s and nothing else';
const FAULTY = 'are all told, and nothing done: %s';
const REFUSED_RULE =
  'The editions are silent: at most one `all` rule, one rule for each product and category, and 1,000 in all; products and categories need not be known here.';

const groupFields: readonly Item[] = [
  groups(
    'is_default',
    'hand on %s, and keep %s',
    'A new default group takes the place of the old.',
  ),
  access('category_access.type', 'is shown as it was sent: %j'),
  access(
    'category_access.categories',
    'is shown as it was sent: %j',
    '“Should only be supplied if type is specific” (first edition): refused with other types, and required with it.',
  ),
  rules('discount_rules', 'come back in the order in which they were sent', REFUSED_RULE),
  rules('discount_rules[].type all, product, category', 'for %s take every method'),
  rules('discount_rules[].method price, percent, fixed', 'for %s take every method'),
  rules(
    'discount_rules[].amount',
    'show the amount %j as %s',
    'A number or a text, not negative and with up to four decimals; `percent` at most 100. Shown as a text with four decimals, as in the samples of answers.',
  ),
  rules('discount_rules[].product_id', 'name products and categories that nobody knows'),
  rules('discount_rules[].category_id', 'name products and categories that nobody knows'),
  rules(
    'discount_rules[].type price_list, price_list_id',
    'name a price list by number or by text',
    `${NEWER} The only rule of its group: it sets the group’s default price list, which must exist.`,
  ),
  groups('is_group_for_guests', 'hand on %s, and keep %s', `${NEWER} At most one group has it.`),
];

const wrongBody: readonly Item[] = [
  faults(
    '400 an invalid field',
    FAULTY,
    'The editions name no errors. The words are those of the vendor’s service, with an entry for each faulty field.',
  ),
  faults(
    '400 a read-only or unknown field',
    FAULTY,
    'The second edition’s list of read-only properties is empty: they are `id`, `date_created` and `date_modified`. Unknown fields are refused likewise.',
  ),
  bodies('400 a body that is no object', 'lie in the body %s, which is no object'),
  bodies('400 malformed JSON', 'lie in the body %s, which is no JSON'),
  bodies('413 a body of more than 1 MiB', 'lie in a body of more than one mebibyte'),
  bodies('415 another content type', 'lie in the content type too: %s is %i'),
];

const idParameter = addresses('id', 'finds no group by the id %s');
const notFound = addresses('404 no such group', 'finds no group by the id %s');

const shownFields: readonly Item[] = [
  samples('id, name, is_default, category_access', 'shows the fields in the order of the document'),
  samples(
    'discount_rules',
    'gets the third group with its discount',
    'The editions’ sample of this answer has `"type":"percent","method":true`, a slip that contradicts their own schema: the rule is shown as it was sent.',
  ),
  groups('date_created, date_modified', 'write dates in UTC to the second', NEWER),
  access(
    'category_access of a child group',
    'comes from the nearest parent that has one',
    'This API knows no parents: a group without access of its own shows what its members see in effect.',
  ),
  rules(
    'discount_rules of a group with a price list',
    'an update by %s leaves what it should',
    'A default price list is shown as a `price_list` rule where there are no others; where the native API gave a group both, the rules are shown and the list stays.',
  ),
];

/** The customer groups of BigCommerce V2, line by line of both editions. */
export const coverage: Coverage = {
  documents: [
    'BigCommerce V2, Customer Groups (first edition)',
    'BigCommerce V2, Customer Groups (second edition)',
  ],

  everywhere: [
    credentials(
      'OAuth: X-Auth-Token',
      'opens both paths to %s',
      'A key’s secret. It opens `/api/v2` too.',
    ),
    credentials(
      'Basic Auth',
      'opens both paths to %s',
      'The name or id of a key, and its secret. It opens `/stores/{store_hash}/v2` too.',
    ),
    addresses(
      '/customergroups, and .json after any path',
      'serves every operation at %s/%s%s',
      'In neither edition; integrations that were written against the vendor’s service use them.',
    ),
    credentials(
      'scopes store_v2_customers, store_v2_customers_read_only',
      'gives the scope %s [read, write] %j',
      'A key’s `groups:write` and `groups:read`.',
    ),
    credentials(
      '401 no credential',
      'refuses %s on %j, byte by byte',
      'As the vendor’s service answers: plain text for a missing token, a challenge for Basic on `/api/v2`.',
    ),
    credentials('401 a wrong or expired credential', 'refuses a key from the moment of its expiry'),
    credentials('403 a scope missing', 'looks at the scope before it reads the body'),
    credentials('403 a store that is not the key’s', 'refuses a store hash that is not the key’s'),
    credentials(
      '403 a store without this channel',
      'refuses a store without this channel on both paths',
    ),
    addresses(
      '404 an unknown route, or a method that it has not',
      'knows no route %s %s, whoever asks',
      'Whatever the credential, as at the vendor’s gateway: it only says whose quota is used.',
    ),
    addresses('400 a malformed path', 'answers a malformed path with an error list'),
    limits(
      '429 with X-Retry-After, and X-Rate-Limit-… on every answer',
      'counts down on every answer, then refuses',
      'In neither edition, but as the vendor’s service does it: 150 requests in 30 seconds for each key, which is a setting. Only what cannot be read as a request is not counted.',
    ),
    addresses('HEAD', 'answers HEAD as GET, without the body'),
    addresses(
      'Content-Type without a body',
      'takes a content type without a body',
      'Ignored: clients send it with GET and DELETE.',
    ),
    {
      name: '408, 431, 500, 503',
      test: 'dialects/bigcommerce/errors.test.ts > answers %i as a list with one entry',
      note: 'In neither edition: in the form of every other error.',
    },
  ],

  routes: [
    {
      method: 'GET',
      ...pathsTo(''),
      summary: 'List customer groups, by id from lowest to highest.',
      parameters: [
        ...filterParameters,
        paging('page', 'cuts lists by the channel’s choice: %s'),
        paging('limit', 'cuts lists by the channel’s choice: %s'),
        unknownIgnored,
      ],
      answers: [
        samples('200 a list', 'lists retail and wholesale customers by their id'),
        paging(
          '200 without page and limit',
          'cuts lists by the channel’s choice: %s',
          'The editions contradict each other: “the entire collection” (first), “up to 50” (second). The channel’s `unpagedLists` chooses; `false`, the second, unless set.',
        ),
        paging(
          '204 nothing found',
          'answers an empty collection without a body',
          'In neither edition, but as the vendor’s service answers; a page past the end too.',
        ),
      ],
      errors: [
        badFilter,
        paging('400 page or limit below 1', 'refuses page and limit that cannot be (unpaged: %s)'),
        paging(
          '413 limit above 250',
          'refuses a limit above the maximum (unpaged: %s)',
          '“The maximum limit is 250” (second edition); the status is the vendor’s.',
        ),
      ],
    },
    {
      method: 'POST',
      ...pathsTo(''),
      summary: 'Create a customer group.',
      parameters: [samples('name', 'creates %s from the request as printed'), ...groupFields],
      answers: [
        samples(
          '200 the group',
          'creates %s from the request as printed',
          'The editions name no status; the vendor’s reference of today has 200.',
        ),
      ],
      errors: [
        faults('400 name not supplied', 'name the one required field of a group'),
        ...wrongBody,
      ],
    },
    {
      method: 'DELETE',
      ...pathsTo(''),
      summary: 'Delete all customer groups, or those that filters find.',
      parameters: [
        bulkDelete(
          'the filters of the list',
          'by "%s" leaves %j',
          '“If no filter is supplied the entire collection is deleted” (first edition): with one, the groups that it finds.',
        ),
      ],
      answers: [
        samples('204', 'deletes one group, then the whole collection'),
        bulkDelete('204 customers are unassigned', 'unassigns the customers, and keeps them'),
      ],
      errors: [
        badFilter,
        bulkDelete(
          '400 any other parameter',
          'by %s is refused, and nothing deleted',
          'A slip of the pen in a filter must not delete everything; `page` and `limit` are none here.',
        ),
      ],
    },
    {
      method: 'GET',
      ...pathsTo('/count'),
      summary: 'Count customer groups.',
      parameters: [...filterParameters, unknownIgnored],
      answers: [
        samples(
          '200 {"count": n}',
          'counts three groups, and ten of them',
          'The first edition says “number of customers”, a slip: groups are counted.',
        ),
        paging('200 whatever page and limit say', 'counts all groups, whatever the page asked for'),
      ],
      errors: [badFilter],
    },
    {
      method: 'GET',
      ...pathsTo(ONE),
      summary: 'Get a customer group.',
      parameters: [idParameter],
      answers: [samples('200 the group', 'gets the third group with its discount'), ...shownFields],
      errors: [notFound],
    },
    {
      method: 'PUT',
      ...pathsTo(ONE),
      summary: 'Update a customer group.',
      parameters: [
        idParameter,
        groups('name', CHANGED),
        ...groupFields,
        groups('any combination of fields', 'change in all fields at once'),
      ],
      answers: [
        groups(
          '200 the group',
          CHANGED,
          'The editions name no status; the vendor’s reference of today has 200.',
        ),
        samples(
          '200 the entire set of rules overwritten',
          'overwrites the entire set of rules on update',
        ),
        groups('200 nothing to change', 'stay as they are when an update says nothing'),
      ],
      errors: [notFound, ...wrongBody],
    },
    {
      method: 'DELETE',
      ...pathsTo(ONE),
      summary: 'Delete a customer group.',
      parameters: [idParameter],
      answers: [
        samples('204', 'deletes one group, then the whole collection'),
        groups('204 customers are unassigned', 'release their customers when they are deleted'),
      ],
      errors: [notFound],
    },
  ],
};
