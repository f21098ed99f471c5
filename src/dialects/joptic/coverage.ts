import type { Coverage, Item } from '../coverage.js';

/** What a file of this dialect's contract suite shows. */
const shownBy =
  (file: string) =>
  (name: string, title: string, note?: string): Item => ({
    name,
    test: `contract/joptic/${file}.test.ts > ${title}`,
    ...(note !== undefined && { note }),
  });

const access = shownBy('access');
const bodies = shownBy('bodies');
const groups = shownBy('groups');
const list = shownBy('list');
const limits = shownBy('rate-limit');
const samples = shownBy('samples');
const tokens = shownBy('tokens');

const THROUGH = 'lets %s %s through %i times a minute';
const CREATIONS = 'refuse the creation %j';
const ASSIGNMENTS = 'refuse the assignment %j';
const DELETIONS = 'refuse the deletion %j';
const FOUND = 'finds what the filters name';
const FAULTS = 'refuses ?%s';
const PAGES = 'shows pages of the size that is asked for';
const STRANGERS = 'of a store without a relation are as if they were not there';
const SCOPES = 'with the scope %s [reads, writes] %j';

const unauthorized = access('401 Unauthorized', 'is refused to %s on all routes');
const storeHeader = access(
  'x-store-id',
  'to a store’s groups needs its header',
  'Missing or empty: 400 `x-store-id header is required`. The document names no answer.',
);
const noAccess = access(
  '403 You do not have access to this store',
  'to an unknown store and to a stranger’s is refused alike',
  'With `error`, as in the document’s error format; its second sample leaves it out.',
);
const noScope = access(
  '403 Forbidden resource',
  SCOPES,
  'The document knows no scopes: here a relation may allow reading alone, or nothing of groups. The words are those of a NestJS guard.',
);
const malformed = bodies(
  '400 malformed JSON',
  'that are no JSON are refused with one string: %s %s',
);
const noBody = bodies(
  '400 without a body',
  'that are missing or no object have no properties: %s %s',
);
const groupNotFound = (title: string): Item => groups('404 Customer group not found', title, REACH);
const REACH =
  '“Regardless of store association”: of every store to which the user has an active relation. Others are as if they were not there.';

/** JOptic's Customer Group API, item by item. */
export const coverage: Coverage = {
  documents: ['Customer Group API (JOptic)'],
  everywhere: [
    tokens('Authorization: Bearer, HS256', 'are taken with %s'),
    tokens('Authorization: Bearer, RS256, ES256, EdDSA', 'are taken with %s'),
    tokens('tokens that are not valid', 'are refused: one %s'),
    tokens('keys of an issuer', 'of a new key are taken as soon as the key is found'),
    access(
      'active relation with the store',
      'ends with the relation to the store, and begins with it',
    ),
    limits(
      '429 Too Many Requests',
      THROUGH,
      'By user, by address without a valid token, and for each route; with `Retry-After`. Each limit is a setting.',
    ),
    limits('GET: 60 requests per minute', 'is 60 reads, 10 writes and 3 deletions a minute'),
    limits('POST: 10 requests per minute', 'is 60 reads, 10 writes and 3 deletions a minute'),
    limits('DELETE: 3 requests per minute', 'is 60 reads, 10 writes and 3 deletions a minute'),
    limits(
      'X-RateLimit-Limit, -Remaining, -Reset',
      'counts answers of every kind',
      'Not in the document: what its framework’s throttler sends, without the throttler’s name.',
    ),
    access(
      'order of checks',
      'is checked in the order of token, header, store, scope and body',
      'The document is silent: limit, token, header, store, scope, body and query, existence.',
    ),
    access('404 unknown route', 'has no route %s %s, whoever asks'),
    access(
      '400 malformed path, 414',
      'to a malformed path is refused in this API’s form',
      'Not in the document.',
    ),
    bodies('413', 'may have one mebibyte and no more', 'Not in the document.'),
    bodies(
      'Content-Type: application/json',
      'are read as JSON under the content type %s',
      'A body is read as JSON whatever its type is said to be; the document has no 415.',
    ),
    {
      name: '500 Internal Server Error',
      test: 'dialects/joptic/errors.test.ts > %s is answered in the form of Nest',
    },
    {
      name: '503 Service Unavailable',
      test: 'dialects/joptic/errors.test.ts > %s is answered in the form of Nest',
      note: 'Not in the document: the database does not answer, or has no space.',
    },
  ],
  routes: [
    {
      method: 'POST',
      path: '/customer-group',
      summary: 'Create a customer group',
      parameters: [
        storeHeader,
        bodies('name', CREATIONS),
        groups('defaultPriceListId', 'need a price list of their own store'),
        groups(
          'description',
          'are created with %s',
          'At most 10,000 characters; shown as null when there is none. The document has no limit.',
        ),
        bodies('other properties', 'may have properties that nobody knows', 'Ignored.'),
      ],
      answers: [samples('201 Created', 'creates a group with its description and price list')],
      errors: [
        samples(
          '400 Validation Error',
          'refuses a body without properties, with the validation error',
        ),
        bodies('400 of each property', CREATIONS, 'One fault for each, in the document’s order.'),
        noBody,
        malformed,
        groups(
          '400 Price list not found',
          'need a price list of their own store',
          'The list “must reference an existing price list”; the document gives no words.',
        ),
        unauthorized,
        noAccess,
        noScope,
      ],
    },
    {
      method: 'GET',
      path: '/customer-group',
      summary: 'Get all customer groups',
      parameters: [
        storeHeader,
        list('search', FOUND),
        list('name', FOUND, 'With `search`, both must match.'),
        list(
          'isActive',
          FOUND,
          '“Currently not implemented” by the vendor: here groups have the state, so it works.',
        ),
        list('page', PAGES),
        list('limit', PAGES),
        list('sortBy', 'sorts by name, creation and change, up and down'),
        list('sortOrder', 'sorts by name, creation and change, up and down'),
        list('other parameters', FOUND, 'Ignored.'),
      ],
      answers: [
        samples('200 OK', 'lists four groups on one page'),
        list('pagination', 'counts what the filters find, past the last page too'),
        list('defaults', 'shows ten groups, the newest first, unless told otherwise'),
      ],
      errors: [
        list('400 Validation Error', FAULTS, 'Of a query, too: the document has it for bodies.'),
        unauthorized,
        samples(
          '403 You do not have access to this store',
          'refuses a store without a relation, with the error of the format',
          'With `error`, as in the document’s error format; its second sample leaves it out.',
        ),
        noScope,
      ],
    },
    {
      method: 'GET',
      path: '/customer-group/:id',
      summary: 'Get a customer group by ID',
      parameters: [groups('id', 'of every store of the user can be got by id', REACH)],
      answers: [samples('200 OK', 'gets a group by its id, without a store')],
      errors: [
        unauthorized,
        groupNotFound('are not found by the id %j'),
        groups('404 of another’s store', STRANGERS, REACH),
        noScope,
      ],
    },
    {
      method: 'DELETE',
      path: '/customer-group',
      summary: 'Delete customer groups (bulk)',
      parameters: [
        groups(
          'ids',
          'are deleted once each, and what is none is ignored',
          'Of all stores to which the user has an active relation; an id that is given twice counts once.',
        ),
      ],
      answers: [
        samples('200 OK', 'deletes three groups, without a store'),
        groups(
          '200 of several stores',
          'of several stores are deleted together, and those of strangers stay',
        ),
        groups(
          'customers of deleted groups',
          'leave their customers behind when they are deleted',
          'The document is silent: memberships go with a group, customers stay.',
        ),
      ],
      errors: [
        bodies('400 No IDs provided or empty array', DELETIONS),
        noBody,
        malformed,
        unauthorized,
        groups('404 No matching customer groups found', STRANGERS),
        access(
          '403 Forbidden resource',
          'to one store of a deletion does not open the other',
          'The document knows no scopes: where one of the stores may not be written, nothing is deleted.',
        ),
      ],
    },
    {
      method: 'POST',
      path: '/customer-group/assign-group',
      summary: 'Assign a customer to a group',
      parameters: [
        groups('customerId', 'take customers of their own store alone, by any id'),
        bodies('CustomerGroupId', ASSIGNMENTS),
      ],
      answers: [
        samples('200 OK', 'assigns a customer to a group, without a store'),
        groups(
          '200 again',
          'take a customer once: the relation stays the same',
          'The document leaves open whether it fails or makes a duplicate: the same relation is shown.',
        ),
        groups('200 in several groups', 'share a customer, with a relation for each'),
      ],
      errors: [
        bodies('400 Invalid input data or missing required fields', ASSIGNMENTS),
        noBody,
        malformed,
        unauthorized,
        groupNotFound(STRANGERS),
        samples('404 Customer not found', 'does not find a customer that is not there'),
        noScope,
      ],
    },
  ],
};
