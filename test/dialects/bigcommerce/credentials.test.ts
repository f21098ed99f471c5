import { expect, test } from 'vitest';
import { credentialOf } from '../../../src/dialects/bigcommerce/credentials.js';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

test.each([
  ['nothing', {}, undefined],
  ['an empty token', { 'x-auth-token': '' }, undefined],
  ['a token', { 'x-auth-token': 'ck_1' }, { secret: 'ck_1' }],
  ['Basic', { authorization: basic('till:ck_1') }, { user: 'till', secret: 'ck_1' }],
  [
    'Basic in small letters',
    { authorization: basic('till:ck_1').replace('B', 'b') },
    { user: 'till', secret: 'ck_1' },
  ],
  [
    'a name with a colon',
    { authorization: basic('till:2:ck_1') },
    { user: 'till:2', secret: 'ck_1' },
  ],
  [
    'a name beyond ASCII',
    { authorization: basic('Kasse ä:ck_1') },
    { user: 'Kasse ä', secret: 'ck_1' },
  ],
  ['Basic without a colon', { authorization: basic('ck_1') }, { user: '', secret: 'ck_1' }],
  ['another scheme', { authorization: 'Bearer ck_1' }, undefined],
  ['both', { 'x-auth-token': 'ck_2', authorization: basic('till:ck_1') }, { secret: 'ck_2' }],
])('finds the credential in headers with %s', (_, headers, credential) => {
  expect(credentialOf(headers)).toEqual(credential);
});
