import { expect, test } from 'vitest';
import { emporix } from '../../../src/dialects/emporix/index.js';

test.each([
  ['/shipping/acme/main/cgrelations', true],
  ['/shipping/%zz/main', true],
  ['/shipping', true],
  ['/oauth/token', true],
  ['/oauth', true],
  ['/oauth2/token', false],
  ['/shippings/acme', false],
  ['/v1/stores/abc/groups', false],
])('the path %s is its own: %s', (path, own) => {
  expect(emporix.owns(path)).toBe(own);
});
