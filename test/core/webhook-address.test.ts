import { describe, expect, it } from 'vitest';
import { isPublicAddress, isPublicHost } from '../../src/core/webhook-address.js';

const PUBLIC = [
  '1.1.1.1',
  '93.184.215.14',
  '2606:4700::1111',
  '::ffff:1.1.1.1',
  '64:ff9b::101:101',
];
const NOT_PUBLIC = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.0.1', '198.18.0.1'],
  ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::127.0.0.1', '::ffff:10.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::a00:1'],
  ...['64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:a00:1::', '2002:7f00:1::1'],
  ...['4000::1', '5f00::1', 'fc00::1', 'fd00::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
  ...['', 'localhost', '1.1.1', '01.1.1.1', '[::1]', '1.1.1.1:80', '2606:4700::1111%1'],
];

describe('an address', () => {
  it.each(PUBLIC)('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(NOT_PUBLIC)('is not public: "%s"', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is the one that a URL makes of whatever spells it', () => {
    for (const spelling of ['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[0:0::1]']) {
      const { hostname } = new URL(`https://${spelling}/`);
      expect([spelling, isPublicHost(hostname)]).toEqual([spelling, false]);
    }
  });
});
