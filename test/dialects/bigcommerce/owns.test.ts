import { expect, test } from 'vitest';
import { bigcommerce } from '../../../src/dialects/bigcommerce/index.js';

test.each([
  ['/stores/abc/v2/customer_groups', true],
  ['/stores/%zz/v2/customer_groups', true],
  ['/stores/abc/v3/anything', true],
  ['/api/v2', true],
  ['/api/v2/customer_groups.json', true],
  ['/stores', false],
  ['/storesx', false],
  ['/api/v2x', false],
  ['/api/v3/4870020/customer_groups', false],
  ['/v1/stores/abc/groups', false],
])('the path %s is its own: %s', (path, own) => {
  expect(bigcommerce.owns(path)).toBe(own);
});
