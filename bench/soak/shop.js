// @ts-check
import { SignJWT } from 'jose';
import { environmentOf } from '../servers.js';

/** @typedef {import('./http.js').Connections} Connections */

/**
 * Where the service is, and what opens each of its APIs: headers by API, and the path before what is asked for.
 * @typedef {Record<'native' | 'bigcommerce' | 'ecwid' | 'emporix' | 'joptic', { base: string, headers: Record<string, string> }>} Doors
 * @typedef {{ origin: string, doors: Doors }} Shop
 */

export const SIZE = { groups: 100, customers: 300, products: 50 };
export const PRICE_LIST = 'trade';
/** Longer than any load is driven. */
const TOKEN_LIFETIME = '24h';

const { CLIENTELE_ROOT_KEY: ROOT_KEY = '', CLIENTELE_JWT_SECRET: JWT_SECRET = '' } = environmentOf({
  directory: '',
});

/** @type {(at: { origin: string, connections: Connections }, method: string, path: string, body?: object) => Promise<any>} */
async function ask({ origin, connections }, method, path, body) {
  const { status, text } = await connections.send(origin + path, {
    method,
    headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text || 'null');
}

/**
 * Makes a store that every API reaches, with something of everything.
 * @param {string} origin
 * @param {Connections} connections
 * @returns {Promise<Shop>}
 */
export async function makeShop(origin, connections) {
  const at = { origin, connections };
  const id = `load-${Date.now().toString(36)}`;
  const number = 1 + (Date.now() % 1_000_000_000);
  const tenant = `t${number.toString(36)}x`;
  const channels = {
    bigcommerce: { storeHash: `load${number}` },
    ecwid: { storeId: number },
    emporix: { tenant, site: 'main' },
    joptic: { storeId: `load_${number}` },
  };
  await ask(at, 'POST', '/v1/stores', { id, name: 'Under load', channels });
  const base = `/v1/stores/${id}`;
  const key = await ask(at, 'POST', `${base}/keys`, { name: 'load', scopes: ['store:admin'] });
  await ask(at, 'PUT', `${base}/users/load`, { active: true, scopes: ['store:admin'] });
  await ask(at, 'POST', `${base}/price-lists`, { id: PRICE_LIST, name: 'Trade' });
  const products = Array.from({ length: SIZE.products }, (_, index) => ({
    id: `p${index + 1}`,
    name: `Product ${index + 1}`,
    price: '10.00',
  }));
  await ask(at, 'PUT', `${base}/products`, { products });
  const prices = products.map(({ id }) => ({ productId: id, amount: '9.50' }));
  await ask(at, 'PUT', `${base}/price-lists/${PRICE_LIST}/prices`, { prices });
  for (let n = 1; n <= SIZE.groups; n++) {
    const body = { name: `Group ${n}`, defaultPriceListId: PRICE_LIST };
    await ask(at, 'POST', `${base}/groups`, body);
  }
  for (let n = 1; n <= SIZE.customers; n++) {
    const body = { name: `Customer ${n}`, groupIds: [1 + (n % SIZE.groups)] };
    await ask(at, 'PUT', `${base}/customers/c${n}`, body);
  }
  const bearer = (/** @type {string} */ secret) => ({ authorization: `Bearer ${secret}` });
  const user = await new SignJWT({ sub: 'load' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(TOKEN_LIFETIME)
    .sign(new TextEncoder().encode(JWT_SECRET));
  return {
    origin,
    doors: {
      native: { base, headers: bearer(key.secret) },
      bigcommerce: {
        base: `/stores/${channels.bigcommerce.storeHash}/v2`,
        headers: { 'x-auth-token': key.secret },
      },
      ecwid: { base: `/api/v3/${number}`, headers: bearer(key.secret) },
      emporix: {
        base: `/shipping/${tenant}/main`,
        headers: bearer(await emporixToken(at, key)),
      },
      joptic: {
        base: '/customer-group',
        headers: { ...bearer(user), 'x-store-id': channels.joptic.storeId },
      },
    },
  };
}

/**
 * @param {{ origin: string, connections: Connections }} at
 * @param {{ id: string, secret: string }} key
 * @returns {Promise<string>}
 */
async function emporixToken({ origin, connections }, { id, secret }) {
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  const { text } = await connections.send(`${origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(form)),
  });
  return JSON.parse(text).access_token;
}
