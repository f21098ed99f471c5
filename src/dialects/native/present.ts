import type { Category } from '../../core/category.js';
import { formatPrice } from '../../core/currency.js';
import type { Customer } from '../../core/customer.js';
import type { Group } from '../../core/group.js';
import type { Key } from '../../core/key.js';
import type { ListedProduct } from '../../core/listed-product.js';
import type { ListedMember, Member } from '../../core/member.js';
import type { Price } from '../../core/price.js';
import type { PriceList } from '../../core/price-list.js';
import type { Product } from '../../core/product.js';
import { publicId } from '../../core/public-id.js';
import type { Store } from '../../core/store.js';
import type { User } from '../../core/user.js';

/** From the core to the wire; the schemas document each field. */
export const presentStore = (store: Store): object => ({
  id: store.id,
  name: store.name,
  currency: store.currency,
  channels: Object.fromEntries(
    Object.entries(store.channels).map(([dialect, { settings }]) => [dialect, settings]),
  ),
  version: store.version,
  createdAt: store.createdAt,
  updatedAt: store.updatedAt,
});

export const presentKey = (key: Key): object => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  rateLimit: key.rateLimit,
  expiresAt: key.expiresAt,
  lastUsedAt: key.lastUsedAt,
  createdAt: key.createdAt,
});

export const presentCreatedKey = ({ key, secret }: { key: Key; secret: string }): object => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  rateLimit: key.rateLimit,
  secret,
  expiresAt: key.expiresAt,
  createdAt: key.createdAt,
});

export const presentUser = (user: User): object => ({
  id: user.id,
  active: user.active,
  scopes: user.scopes,
  version: user.version,
  createdAt: user.createdAt,
  updatedAt: user.updatedAt,
});

export const presentGroup = (group: Group, storeNumber: number): object => ({
  id: group.id,
  publicId: publicId(storeNumber, group.id),
  name: group.name,
  description: group.description,
  descriptions: group.descriptions,
  isDefault: group.isDefault,
  isGuest: group.isGuest,
  isActive: group.isActive,
  parentId: group.parentId,
  categoryAccess: group.categoryAccess,
  discountRules: group.discountRules,
  defaultPriceListId: group.defaultPriceListId,
  externalReferenceId: group.externalReferenceId,
  memberCount: group.memberCount,
  version: group.version,
  createdAt: group.createdAt,
  updatedAt: group.updatedAt,
});

export const presentListedMember = (member: ListedMember): object => ({
  ...presentMember(member),
  ...(member.customer && {
    customer: { name: member.customer.name, email: member.customer.email },
  }),
});

export const presentMember = (member: Member): object => ({
  customerId: member.customerId,
  groupId: member.groupId,
  relationId: member.relationId,
  startsAt: member.startsAt,
  endsAt: member.endsAt,
  createdAt: member.createdAt,
});

export const presentCustomer = (customer: Customer): object => ({
  id: customer.id,
  name: customer.name,
  email: customer.email,
  groupIds: customer.groupIds,
  version: customer.version,
  createdAt: customer.createdAt,
  updatedAt: customer.updatedAt,
});

export const presentPriceList = (list: PriceList): object => ({
  id: list.id,
  name: list.name,
  currency: list.currency,
  startsAt: list.startsAt,
  endsAt: list.endsAt,
  version: list.version,
  createdAt: list.createdAt,
  updatedAt: list.updatedAt,
});

export const presentCategory = (category: Category): object => ({
  id: category.id,
  name: category.name,
  parentId: category.parentId,
  version: category.version,
  createdAt: category.createdAt,
  updatedAt: category.updatedAt,
});

export const presentProduct = (product: Product, currency: string): object => ({
  id: product.id,
  name: product.name,
  price: product.price === null ? null : formatPrice(product.price, currency),
  categoryIds: product.categoryIds,
  version: product.version,
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
});

export const presentPrice = (price: Price, currency: string): object => ({
  productId: price.productId,
  minQuantity: price.minQuantity,
  amount: formatPrice(price.amount, currency),
});

/** @param storeCurrency of the catalog's price */
export const presentListedProduct = (
  { productId, catalog, prices }: ListedProduct,
  currency: string,
  storeCurrency: string,
): object => ({
  productId,
  inCatalog: catalog !== null,
  name: catalog?.name ?? null,
  catalogPrice: catalog?.price == null ? null : formatPrice(catalog.price, storeCurrency),
  prices: prices.map(({ minQuantity, amount }) => ({
    minQuantity,
    amount: formatPrice(amount, currency),
  })),
});
