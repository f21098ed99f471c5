import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Forms of IPv6 addresses that stand for one of IPv4, and where its four bytes are. */
const CARRIERS = [
  ['::ffff:0:0/96', 12],
  // NAT64, by which an IPv6 network reaches IPv4.
  ['64:ff9b::/96', 12],
  // 6to4
  ['2002::/16', 2],
] as const;
/** What has been given out of IPv6 so far. */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address (without brackets) is one of the public internet, and of one machine. */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  if (address.zoneId) return false;
  const bytes = address.toByteArray();
  for (const [network, at] of CARRIERS) {
    if (address.match(ipaddr.IPv6.parseCIDR(network))) {
      return new ipaddr.IPv4(bytes.slice(at, at + 4)).range() === 'unicast';
    }
  }
  return address.match(GIVEN_OUT) && address.range() === 'unicast';
}

/** Names that no public name server has, or that stand for this machine or its network. */
const LOCAL_NAMES = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa)$/;

/** Of a URL's host name: what can be said of it without asking a name server. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host);
  const name = host.toLowerCase().replace(/\.$/, '');
  return name.includes('.') && !LOCAL_NAMES.test(name);
}
