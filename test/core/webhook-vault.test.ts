import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { Vault } from '../../src/core/webhook-vault.js';

const owner = { storeId: 'acme', id: 'wh_1' };
const vault = new Vault(randomBytes(32), systemEnvironment);
const secret = vault.newSecret();

it('opens what it has sealed, and seals nothing twice in the same way', () => {
  const sealed = [vault.seal(secret, owner), vault.seal(secret, owner)];
  expect(sealed.map((one) => vault.open(one, owner))).toEqual([secret, secret]);
  expect(sealed[0]).not.toBe(sealed[1]);
  expect(sealed.join()).not.toContain(secret.slice(6));
});

it('opens nothing of another key, store or webhook', () => {
  const sealed = vault.seal(secret, owner);
  expect(new Vault(randomBytes(32), systemEnvironment).open(sealed, owner)).toBeUndefined();
  expect(vault.open(sealed, { ...owner, storeId: 'other' })).toBeUndefined();
  expect(vault.open(sealed, { ...owner, id: 'wh_2' })).toBeUndefined();
});

it('opens nothing that was changed or cut off', () => {
  const bytes = Buffer.from(vault.seal(secret, owner), 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(vault.open(changed.toString('base64url'), owner)).toBeUndefined();
    expect(vault.open(bytes.subarray(0, at).toString('base64url'), owner)).toBeUndefined();
  }
});
