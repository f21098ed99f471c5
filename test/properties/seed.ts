import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { putCategories } from '../../src/core/category-service.js';
import { createCustomer } from '../../src/core/customer-service.js';
import type { Database } from '../../src/core/database.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { createGroup } from '../../src/core/group-service.js';
import { createKey } from '../../src/core/key-service.js';
import { createPriceList } from '../../src/core/price-list-service.js';
import { putPrices } from '../../src/core/price-service.js';
import { putProducts } from '../../src/core/product-service.js';
import { publicId } from '../../src/core/public-id.js';
import { createStore, deleteStore } from '../../src/core/store-service.js';
import { putUser } from '../../src/core/user-service.js';
import { readLog } from '../../src/core/webhook-delivery.js';
import { createWebhook } from '../../src/core/webhook-service.js';
import { Vault } from '../../src/core/webhook-vault.js';
import { commandCaller } from '../../src/runtime.js';
import { deriveSecret } from '../../src/secrets.js';
import { ROOT_KEY } from '../helpers/service.js';
import type { Known } from './values.js';

/** The texts of a store, so that a suite can tell one store's from another's. */
export interface SeedTexts {
  names: readonly string[];
  emails: readonly string[];
  customerIds: readonly string[];
  listIds: readonly string[];
  userIds: readonly string[];
}

export interface Seeded extends Known {
  /** The secret of a key that may do everything in the store. */
  secret: string;
}

/** Another for each text, and never 0. */
const numberOf = (id: string): number =>
  createHash('sha256').update(id).digest().readUIntBE(0, 6) + 1;

const webhooks = {
  vault: new Vault(deriveSecret({ rootKey: ROOT_KEY }, 'webhooks'), systemEnvironment),
  allowsPrivate: false,
};

const text = (texts: readonly string[], index: number): string =>
  texts[index % texts.length] ?? 'text';

/** A store with everything that a route can name, written through the core as the program itself does. */
export async function seedStore(
  database: Database,
  id: string,
  { names, emails, customerIds, listIds, userIds }: SeedTexts,
  secret: string,
): Promise<Seeded> {
  const storeHash = `hash${id.replaceAll('-', '')}`;
  const storeId = numberOf(id);
  const jopticId = `store_${id}`;
  const emporix = { tenant: `t${id.replaceAll('-', '')}`.slice(0, 16), site: 'main' };
  const caller = commandCaller(id);
  const store = await database.write(commandCaller(''), (unit) =>
    createStore(unit, {
      id,
      name: text(names, 0),
      channels: {
        bigcommerce: { address: storeHash, settings: { storeHash, unpagedLists: false } },
        ecwid: { address: String(storeId), settings: { storeId } },
        emporix: { address: `${emporix.tenant}/${emporix.site}`, settings: emporix },
        joptic: { address: jopticId, settings: { storeId: jopticId } },
      },
    }),
  );
  const seeded = await database.write(caller, async (unit) => {
    const { key } = await createKey(unit, {
      name: text(names, 1),
      scopes: ['store:admin'],
      secret,
    });
    for (const userId of userIds) {
      await putUser(unit, userId, { active: true, scopes: ['store:admin'] });
    }
    for (const listId of listIds) {
      await createPriceList(unit, { id: listId, name: text(names, 2) });
    }
    const [top = '', ...below] = listIds.map((listId) => `${listId}-category`);
    const categories = [top, ...below, `${top}-below`];
    const products = customerIds.map((customerId) => `${customerId}-product`);
    await putCategories(
      unit,
      categories.map((categoryId, index) => ({
        id: categoryId,
        name: text(names, index),
        parentId: index === 0 ? null : top,
      })),
    );
    await putProducts(
      unit,
      products.map((productId, index) => ({
        id: productId,
        name: text(names, index),
        price: `${index + 10}.50`,
        categoryIds: [text(categories, index), text(categories, index + 1)],
      })),
    );
    await putPrices(
      unit,
      text(listIds, 0),
      products.flatMap((productId, index) => [
        { productId, amount: `${index + 9}.25` },
        { productId, minQuantity: 10, amount: `${index + 8}.25` },
      ]),
    );
    const { webhook } = await createWebhook(unit, { url: `https://${id}.example/` }, webhooks);
    const groups: number[] = [];
    for (const [index, name] of names.entries()) {
      const group = await createGroup(unit, {
        name,
        description: text(names, index + 1),
        isDefault: index === 0,
        isGuest: index === 1,
        parentId: index === 2 ? 1 : null,
        defaultPriceListId: index === 1 ? text(listIds, 0) : null,
        externalReferenceId: `${name} ${index}`,
        discountRules: [{ type: 'product', productId: '33', method: 'percent', amount: '5.0000' }],
      });
      groups.push(group.id);
    }
    for (const [index, customerId] of customerIds.entries()) {
      await createCustomer(unit, {
        id: customerId,
        name: text(names, index),
        email: text(emails, index),
        ...(index > 0 && { groupIds: [1, 2].slice(0, index) }),
      });
    }
    return {
      store: id,
      storeHash,
      storeId: String(storeId),
      ...emporix,
      jopticId,
      publicIds: groups.map((group) => publicId(store.number, group)),
      groups,
      customers: customerIds,
      lists: listIds,
      categories,
      products,
      keys: [key.id],
      users: userIds,
      webhooks: [webhook.id],
      secret,
    };
  });
  await readLog(database, caller);
  const [webhookId = ''] = seeded.webhooks;
  const deliveries = await database.read(caller, (view) =>
    view.deliveries.list(id, webhookId, undefined, { limit: 10 }),
  );
  return { ...seeded, deliveries: deliveries.map((delivery) => delivery.id) };
}

/** An access token of Emporix's API with all that the store's key may do. */
export async function emporixToken(
  app: FastifyInstance,
  { keys: [id = ''], secret }: Pick<Seeded, 'keys' | 'secret'>,
): Promise<string> {
  const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  const reply = await app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
  return reply.json().access_token;
}

export const removeStore = (database: Database, id: string): Promise<void> =>
  database.write(commandCaller(id), (unit) => deleteStore(unit));
