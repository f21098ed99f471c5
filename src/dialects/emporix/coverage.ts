import type { Coverage, Item } from '../coverage.js';

type Shown = (name: string, title: string, note?: string) => Item;

/** What a file of this dialect's contract suite shows. */
const shownBy =
  (file: string, folder = 'contract'): Shown =>
  (name, title, note) => ({
    name,
    test: `${folder}/emporix/${file}.test.ts > ${title}`,
    ...(note !== undefined && { note }),
  });

const tokens = shownBy('access-tokens');
const admission = shownBy('admission');
const groups = shownBy('groups');
const limits = shownBy('rate-limit');
const list = shownBy('relations-list');
const relations = shownBy('relations');
const endpoint = shownBy('token-endpoint');
const errors = shownBy('errors', 'dialects');
const arrays = shownBy('json-array', 'dialects');

const BASE = '/shipping/:tenant/:site';
const FORM = 'is answered with %i %s in the form of the document';
const BODY_FORM =
  'The document names no errors of a body beyond its schema: the words of `details` are ours, its types are `missing_field` and `invalid_field`.';
const UNDOCUMENTED =
  'Not in the document that we follow, which names groups by their ids alone: as the vendor’s Shipping Service has it.';
const RFC = 'As RFC 6749 has it; the document names the address alone (`tokenUrl`).';
const OF_CUSTOMER =
  'A customer that cannot be, such as one with a NUL in its id, is one that nobody knows.';
const EITHER_ID =
  'The id that a group has elsewhere (`externalReferenceId`), or its public id (`cgrp_…`); either is taken, and the first one is shown where there is one.';

const address: readonly Item[] = [
  admission(
    'tenant',
    'the tenant %s is refused by name',
    'Small letters and digits, 3 to 16 characters: what the document’s pattern and lengths refuse is a 400.',
  ),
  admission('site', 'two sites of a tenant are two stores'),
];
const customerId = relations('customerId', 'take ids of any letters in a path', OF_CUSTOMER);
const groupId = groups('groupId', 'are named by either of their ids', EITHER_ID);

const badBody = (title: string): Item[] => [
  relations('400 validation_violation', title, BODY_FORM),
  relations(
    '400 bad_payload_syntax',
    'answer 400 to %s, which is no JSON',
    'The document’s 400 is “syntactically incorrect”.',
  ),
];
const scopeNeeded = admission('403 Forbidden', 'a token with %s reads, and writes: %s');

const acceptLanguage = groups(
  'Accept-Language',
  'show the text that Accept-Language %s chooses',
  'Absent or `*`: all languages. Where none fits: the first text of the description.',
);
const contentLanguage = groups(
  'Content-Language',
  'take one text in the language that Content-Language names',
  'A language: `description` is a text in it, which joins those in others. Absent or `*`: all languages.',
);
const groupUnknown = groups('404 resource_not_found', 'answer 404 for the id %j, which nobody has');

/** The Shipping Service's customer-group relations, and what they need: groups and tokens. */
export const coverage: Coverage = {
  documents: ['Customer Group Relations (Shipping Service 0.0.1)'],
  everywhere: [
    tokens('Authorization: Bearer', 'open the API with any spelling of the scheme'),
    tokens(
      '401 oauth.v2.InvalidAccessToken',
      'refuse %s with 401 on every route, byte by byte',
      'The same for a token that is missing, unknown, expired or revoked. With the `WWW-Authenticate` that HTTP requires.',
    ),
    tokens(
      'access tokens',
      'stop working at once when their key is revoked',
      'Signed and not stored; the state of the key behind a token is looked up on each use.',
    ),
    admission(
      '403 another tenant or site',
      'another tenant and another site are as closed as those that there are not',
      'A token opens the one store of its key. The body is the vendor’s own, which is not of the document’s `errorMessage`.',
    ),
    admission(
      'oAuth2 without a scope',
      'a token with %s reads, and writes: %s',
      'Reads ask for any valid token of the tenant (`"oAuth2":[]`), writes for `shipping.shipping_manage`; the document’s scope `shipping.shipping_read` is granted and never needed.',
    ),
    admission(
      'order of checks',
      'the token comes first, then the tenant, whose it is, the scope, the body, what there is',
    ),
    admission(
      '404 unknown path',
      'an unknown path and method are told without a token',
      'With `405 unsupported_method` and `Allow` for a method that a path has not.',
    ),
    admission(
      '400 and 414 malformed or too long a path',
      'a path that is malformed or too long is told in the form of the document',
    ),
    tokens(
      '431 headers too large',
      'answer 431 in the form of the document where the headers hold no more',
      'A token of more than about 16 KiB never reaches the gateway’s 401.',
    ),
    relations('413 body too large', 'answer 413 to a body of more than one mebibyte'),
    relations(
      'content types',
      'take a body whatever type it is sent as, and fields that they do not know',
      'A body is JSON, whatever it is sent as; only what is no content type at all is a `415`.',
    ),
    limits(
      '429 too many requests',
      'are counted with tokens and at the token endpoint, then refused with 429',
      'Credentials that fail are counted by address; the API has no other limit.',
    ),
    errors('500 internal_service_error', FORM),
    errors(
      '503 service_temporarily_unavailable',
      FORM,
      'While the database does not answer, or has no space.',
    ),
  ],
  routes: [
    {
      method: 'POST',
      path: '/oauth/token',
      summary: 'Getting an access token',
      parameters: [
        endpoint('grant_type', 'answers 400 unsupported_grant_type to %s', RFC),
        endpoint(
          'client_id, client_secret',
          'takes the client by %s',
          'A key’s id and secret; its name is taken for its id. In the form, or by HTTP Basic.',
        ),
        endpoint(
          'scope',
          'grants to who asks for %s what the key has of it',
          'Omitted, or naming the tenant alone: all that the key has.',
        ),
      ],
      answers: [endpoint('200', 'gives a token as the vendor does, to the last byte')],
      errors: [
        endpoint(
          '400 invalid_request',
          'answers 400 invalid_request to %s',
          `${RFC} So is every body that is no form.`,
        ),
        endpoint('401 invalid_client', 'answers 401 invalid_client to %s', RFC),
        endpoint(
          '400 unauthorized_client',
          'answers 400 unauthorized_client to a key whose store is not reached by this API',
          RFC,
        ),
        endpoint('400 unsupported_grant_type', 'answers 400 unsupported_grant_type to %s', RFC),
        endpoint('400 invalid_scope', 'answers 400 invalid_scope to who asks for %s', RFC),
        endpoint(
          '405 unsupported_method',
          'answers 405 to other methods, and 404 beside its path',
          'RFC 6749 has no code for it: the form of the document.',
        ),
        endpoint(
          '413 payload_too_large',
          'answers 413 to a form of more than 16 KiB',
          'RFC 6749 has no code for it: the form of the document.',
        ),
      ],
    },
    {
      method: 'GET',
      path: `${BASE}/cgrelations`,
      summary: 'Retrieving customer-group relations',
      parameters: address,
      answers: [
        relations(
          '200 CGRelationList',
          'are listed as a bare array with both fields in the order of the document',
        ),
        list(
          'every pair',
          'has every pair exactly once, in the order of customers and groups',
          'A customer can be in several groups here, and each pair is listed whose membership holds now. Without pages, whatever the number: streamed.',
        ),
        list('while others write', 'has those once that stay, while others come and go'),
        arrays(
          'a failure amid the list',
          'breaks the connection when a later page fails',
          'A list that is not whole is never well-formed.',
        ),
      ],
      errors: [],
    },
    {
      method: 'POST',
      path: `${BASE}/cgrelations`,
      summary: 'Creating a customer-group relation',
      parameters: [
        ...address,
        relations(
          'CGRelation.customerId',
          'answer 400 to a POST of %s',
          'Required, though the schema requires no field.',
        ),
        relations(
          'CGRelation.groupId',
          'name a group by its public id where it has no other, and take either',
          EITHER_ID,
        ),
      ],
      answers: [
        relations(
          '201 ResourceCreatedResponse',
          'are created with 201 and the id of the group',
          '`id` is the group’s, as in the vendor’s sample.',
        ),
        relations(
          '201 in place of the default group',
          'replace the default group by a POST, and nothing beside it',
          'New customers are put into a store’s default group; being in it is no relation that anybody chose.',
        ),
      ],
      errors: [
        ...badBody('answer 400 to a POST of %s'),
        scopeNeeded,
        relations(
          '404 element_resource_non_existing',
          'answer 404 to a POST and 409 to a PUT with %s',
        ),
        relations('409 conflict_resource', 'answer 409 to a POST for %s when there is one'),
      ],
    },
    {
      method: 'GET',
      path: `${BASE}/cgrelations/:customerId`,
      summary: 'Retrieving a customer’s customer-group relations',
      parameters: [...address, customerId],
      answers: [
        relations('200 CGRelation', 'are shown for a customer with both fields'),
        relations(
          '200 of several groups',
          'show the newest of several groups, and list every pair',
          'The newest of the memberships that hold now.',
        ),
        relations(
          '200 without a relation',
          'are shown without a group for a customer that has none, or that nobody knows',
          'The document has no 404 here, and both fields are optional.',
        ),
      ],
      errors: [],
    },
    {
      method: 'PUT',
      path: `${BASE}/cgrelations/:customerId`,
      summary: 'Updating a customer’s customer-group relations',
      parameters: [
        ...address,
        customerId,
        relations(
          'CGRelation.customerId',
          'answer 409 to a PUT whose body names another customer',
          'Optional here; if it is there, it must be the path’s.',
        ),
        relations(
          'CGRelation.groupId',
          'answer 400 to a PUT of %s',
          'Required, though the schema requires no field.',
        ),
      ],
      answers: [
        relations(
          '200',
          'are updated with 200 and no body',
          'The customer is then in exactly this group.',
        ),
        relations('200 where there was none', 'are made by an update where there is none'),
        relations(
          '200 for a membership that does not hold',
          'begin anew where a membership of the group %s',
        ),
      ],
      errors: [
        ...badBody('answer 400 to a PUT of %s'),
        scopeNeeded,
        relations(
          '409 conflict_resource',
          'answer 404 to a POST and 409 to a PUT with %s',
          'The document has no 404 here: an unknown group or customer is a conflict.',
        ),
      ],
    },
    {
      method: 'DELETE',
      path: `${BASE}/cgrelations/:customerId`,
      summary: 'Deleting a customer’s customer-group relation',
      parameters: [...address, customerId],
      answers: [
        relations(
          '204',
          'are deleted with 204, also when there is none',
          'The customer is then in no group.',
        ),
      ],
      errors: [scopeNeeded],
    },
    {
      method: 'GET',
      path: `${BASE}/groups`,
      summary: 'Retrieving groups',
      parameters: [...address, acceptLanguage],
      answers: [
        groups('200', 'are shown one by one, and listed as a bare array', UNDOCUMENTED),
        groups('every group', 'are all listed, whatever their number'),
        groups(
          'description of a group of another API',
          'of the native API show their description, or their name',
          'Groups need no description here.',
        ),
      ],
      errors: [],
    },
    {
      method: 'POST',
      path: `${BASE}/groups`,
      summary: 'Creating a group',
      parameters: [
        ...address,
        groups(
          'id',
          'have ids of up to 255 characters of any script',
          'It may not begin with `cgrp_`, as public ids do.',
        ),
        groups(
          'description',
          'keep a description in several languages as it was sent',
          'A text, or an object with a text for each language.',
        ),
        contentLanguage,
      ],
      answers: [
        groups('201', 'are created with 201 and their id, which is their name too', UNDOCUMENTED),
      ],
      errors: [
        groups('400 validation_violation', 'answer 400 to a POST of %j', BODY_FORM),
        groups(
          '400 bad_payload_syntax',
          'answer 400 to what is no JSON, and to no body where one is needed',
        ),
        scopeNeeded,
        groups('409 conflict_resource', 'answer 409 to an id that is taken'),
      ],
    },
    {
      method: 'GET',
      path: `${BASE}/groups/:groupId`,
      summary: 'Retrieving a group',
      parameters: [...address, groupId, acceptLanguage],
      answers: [groups('200', 'are shown one by one, and listed as a bare array', UNDOCUMENTED)],
      errors: [groupUnknown],
    },
    {
      method: 'PUT',
      path: `${BASE}/groups/:groupId`,
      summary: 'Updating a group',
      parameters: [
        ...address,
        groupId,
        groups(
          'id',
          'answer 409 to an update that names another group',
          'Optional here; if it is there, it must be the path’s group.',
        ),
        groups(
          'description',
          'replace one form of a description by the other, and clear it by null',
          'Absent, it stays as it is.',
        ),
        contentLanguage,
      ],
      answers: [
        groups('200', 'are updated with 200 and no body, and deleted with 204', UNDOCUMENTED),
        groups('what this API does not know', 'keep in an update what this API does not know'),
      ],
      errors: [
        groups('400 validation_violation', 'answer 400 to a PUT of %j', BODY_FORM),
        groups(
          '400 bad_payload_syntax',
          'answer 400 to what is no JSON, and to no body where one is needed',
        ),
        scopeNeeded,
        groupUnknown,
        groups('409 conflict_resource', 'answer 409 to an update that names another group'),
      ],
    },
    {
      method: 'DELETE',
      path: `${BASE}/groups/:groupId`,
      summary: 'Deleting a group',
      parameters: [...address, groupId],
      answers: [
        groups('204', 'are updated with 200 and no body, and deleted with 204', UNDOCUMENTED),
        relations('its relations', 'go with their group, and with their customer'),
      ],
      errors: [scopeNeeded, groupUnknown],
    },
  ],
};
