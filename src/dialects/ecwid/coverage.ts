import type { Coverage, Item } from '../coverage.js';

type Shown = (name: string, title: string, note?: string) => Item;

/** What a file of this dialect's contract suite shows. */
const shownBy =
  (file: string): Shown =>
  (name, title, note) => ({
    name,
    test: `contract/ecwid/${file}.test.ts > ${title}`,
    ...(note !== undefined && { note }),
  });

const admission = shownBy('admission');
const bodies = shownBy('body-faults');
const groups = shownBy('groups');
const limits = shownBy('rate-limit');
const lists = shownBy('list');
const routes = shownBy('routes');
const samples = shownBy('samples');
const secrets = shownBy('secrets');

const COLLECTION = '/api/v3/:storeId/customer_groups';
const ONE = `${COLLECTION}/:groupId`;

const NEWER = 'Not in the document, but in the vendor’s of today.';
const FOUND = 'finds with %j what it names';
const FAULTY = 'are told, and nothing done: %s';
const NO_ID = 'are not found by what is no id: %j';
const GENERAL = 'are General where there is none else, which stays as it is';
const ALWAYS_200 =
  'The document names no status; the vendor’s clients take any but 200 for an error.';
const GENERAL_FIXED = '`WRONG_PARAMETER`: every store has General, 0, and it stays as it is.';

const responseFields = lists(
  'responseFields',
  'has its fields in common with one group',
  `${NEWER} \`total,items(name)\`, nested with parentheses. Names that an answer has not are passed over, an empty value is none, and what is not well-formed is a 400.`,
);

const fields: readonly Item[] = [
  samples(
    'name',
    'say in the status line that a name is absent',
    'Required on PUT too. An empty or null name is absent.',
  ),
  groups(
    'externalReferenceId',
    'have an external reference, which is shown when it is set',
    `${NEWER} What is absent stays; null and an empty text clear.`,
  ),
  groups(
    'other members',
    'take back what was got, and pass over what is not theirs',
    'Passed over, so that what was read can be sent back.',
  ),
  lists('query parameters of the list', 'alone reads its parameters', 'Passed over.'),
];

const faultyBody: readonly Item[] = [
  samples(
    '400 Field CustomerMembership.name is absent',
    'say in the status line that a name is absent',
    'The body has the same text. Only constant texts are ever in a status line.',
  ),
  bodies(
    '400 a faulty field, a body that is no object, malformed JSON',
    FAULTY,
    'The document has no text for them. A field’s fault is a `WRONG_PARAMETER`.',
  ),
  bodies(
    '400 a body that is no UTF-8',
    'are told of a body that is no UTF-8',
    'Any charset may be named; bodies are read as UTF-8, which JSON is.',
  ),
  bodies('413 a body of more than 1 MiB', 'are told of a body that is too large'),
  admission(
    '415 another content type',
    'takes no bodies as %s',
    'Also for a body without a type; a request without both is a 400.',
  ),
  groups(
    '409 an externalReferenceId that another group has',
    'refuse an external reference that is taken',
    '`EXTERNAL_ID_ALREADY_USED`',
  ),
];

const groupId = groups('groupId', NO_ID, 'As a number is written: `07` is none.');
const groupNotFound = [
  samples(
    '404 no such group',
    '%s a group that is not found',
    'The text is that of the vendor’s service.',
  ),
  groups(
    '404 what is no id',
    NO_ID,
    'The document has no 400 for GET: what no group can have is not found.',
  ),
];

/** The customer groups of Ecwid v3, line by line of its document. */
export const coverage: Coverage = {
  documents: ['Ecwid API v3, Customer groups'],

  everywhere: [
    admission(
      'token',
      'opens the store to %s',
      'A key’s secret, in the query or as a bearer token; the query wins. `secret_` may stand before it: Ecwid’s tokens begin so, and `ecwid-api-client` refuses to send any other.',
    ),
    secrets('token in a log', 'appear in no log, whatever is asked and however'),
    admission('storeId', 'knows a store by its number as it is written'),
    admission(
      '403 no token, or one that opens nothing',
      'refuses %s with an empty 403',
      'As the vendor’s service answers, without a body.',
    ),
    admission('403 a token of another store', 'refuses the token of another store in the same way'),
    admission('404 an unknown store', 'knows no store %j', '`STORE_NOT_FOUND`'),
    admission(
      '402 a plan without customer groups',
      'refuses every call of a plan without customer groups',
      '`NOT_AVAILABLE_ON_CURRENT_PLAN`: the channel’s `customerGroupsEnabled` is false.',
    ),
    admission(
      '405 another method',
      'refuses methods that a path has not',
      '`METHOD_NOT_ALLOWED`, for every method that HTTP has, with `Allow`.',
    ),
    admission(
      '403 a scope missing',
      'lets the scope %s read and write: %j',
      '`INSUFFICIENT_APP_SCOPE`. `groups:read` is `read_customers`; `groups:write` is `create_customers` and `update_customers`.',
    ),
    admission(
      'the order of checks',
      'looks at the token first, then at the store, the plan, the method, the scope, the type and the body',
    ),
    limits(
      '429 with Retry-After',
      'refuses what is beyond it, whatever is asked',
      `${NEWER} \`RATE_LIMITED\`: 600 requests a minute and token, which is a setting. Requests without a valid token are not counted here; failed ones are, by address.`,
    ),
    admission('Content-Type application/json, text/json', 'takes bodies as %s'),
    samples(
      'Content-Type without a body',
      'list all customer groups',
      'Ignored: the document’s samples send it with GET and DELETE.',
    ),
    samples('errorMessage', '%s a group that is not found'),
    routes('404 an unknown route', 'end in the vendor’s form where there is none: %j'),
    routes('400 a malformed path', 'refuse the malformed path %j'),
    {
      name: '408, 414, 431, 500, 503',
      test: 'dialects/ecwid/errors.test.ts > is %i with the code %s and a text',
      note: 'In the form of every other error; a 500 says nothing of its cause.',
    },
  ],

  routes: [
    {
      method: 'GET',
      path: COLLECTION,
      summary: 'Get all customer groups, General first, then by id from lowest to highest.',
      parameters: [
        lists('offset', FOUND),
        lists(
          'limit',
          'has 10 groups on a page unless more are asked for, and at most 100',
          'Above the maximum, 100 is used.',
        ),
        lists('keyword', FOUND, `${NEWER} Part of the name, in any case.`),
        lists(
          'customerGroupIds, customerGroupId',
          FOUND,
          `${NEWER} Separated by commas; with both, a group must be in both.`,
        ),
        lists(
          'responseFields',
          'answers no more than %j',
          `${NEWER} \`total,items(name)\`, nested with parentheses.`,
        ),
        lists(
          'any other parameter',
          FOUND,
          'Passed over. A parameter that is given twice has its last value.',
        ),
      ],
      answers: [
        samples('200 total, count, limit, offset, items', 'list all customer groups'),
        lists('200 a page past the end', 'says which page it is, in the order of the document'),
        lists(
          '200 General',
          FOUND,
          'General, 0, counts in `total`, and is found by filters that match it.',
        ),
      ],
      errors: [
        lists(
          '400 Request parameters are malformed',
          'refuses %j',
          '`WRONG_PARAMETER`. An empty number is none, and neither is a limit of 0.',
        ),
      ],
    },
    {
      method: 'GET',
      path: ONE,
      summary: 'Get a customer group.',
      parameters: [groupId, responseFields],
      answers: [
        samples('200 id, name', 'get a customer group'),
        groups('200 General', GENERAL, 'Every store has it, as 0.'),
      ],
      errors: groupNotFound,
    },
    {
      method: 'POST',
      path: COLLECTION,
      summary: 'Create a customer group.',
      parameters: fields,
      answers: [samples('200 {"id": n}', 'create a customer group', ALWAYS_200)],
      errors: faultyBody,
    },
    {
      method: 'PUT',
      path: ONE,
      summary: 'Update a customer group.',
      parameters: [
        groupId,
        samples(
          'PUT /customer_groups?123456',
          'put nothing on the whole collection, as the slip of the document does',
          'A slip of the document’s sample, which its own template contradicts: 405.',
        ),
        ...fields,
      ],
      answers: [
        samples('200 {"updateCount": 1}', 'update a customer group', ALWAYS_200),
        groups(
          '200 nothing to change',
          'answer an update that changes nothing like any other',
          'The document has 0 for an update without success, which is a 404 here as in its table.',
        ),
      ],
      errors: [...faultyBody, groups('400 General', GENERAL, GENERAL_FIXED), ...groupNotFound],
    },
    {
      method: 'DELETE',
      path: ONE,
      summary: 'Delete a customer group.',
      parameters: [groupId],
      answers: [
        samples('200 {"deleteCount": 1}', 'delete a customer group', ALWAYS_200),
        groups(
          '200 customers moved to General',
          'leave their customers behind when they are deleted',
          'Whoever is in no group is in General.',
        ),
      ],
      errors: [groups('400 General', GENERAL, GENERAL_FIXED), ...groupNotFound],
    },
  ],
};
