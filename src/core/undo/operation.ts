import type { Category } from '../category.js';
import type { ChangeRow } from '../change.js';
import type { Customer } from '../customer.js';
import type { Instant } from '../environment.js';
import type { Group } from '../group.js';
import { type Member, memberKey } from '../member.js';
import { type Money, parseAmount } from '../money.js';
import { type PriceKey, priceName } from '../price.js';
import type { PriceList } from '../price-list.js';
import type { Product } from '../product.js';

/** What an operation made of something: null where it was not there, or is not there any more. */
export interface Folded<State> {
  before: State | null;
  after: State | null;
}

export type Window = Pick<Member, 'startsAt' | 'endsAt'>;

/** The log tells the window only where it has changed; else that there is a membership. */
export type Stay = 'member' | Window;

export interface FoldedPair extends Folded<Stay> {
  customerId: string;
  groupId: number;
}

export interface FoldedPrice extends Folded<Money> {
  key: PriceKey;
}

/** All that one operation did: of each thing how it was before the first and after the last row. */
export class Operation {
  readonly id: string;
  readonly storeId: string;
  readonly at: Instant;
  /** Its last change: what comes after it is later. */
  last = 0;
  readonly groups = new Map<number, Folded<Group>>();
  readonly customers = new Map<string, Folded<Customer>>();
  readonly lists = new Map<string, Folded<PriceList>>();
  readonly categories = new Map<string, Folded<Category>>();
  readonly products = new Map<string, Folded<Product>>();
  readonly pairs = new Map<string, FoldedPair>();
  /** By list and place. */
  readonly prices = new Map<string, Map<string, FoldedPrice>>();

  constructor({ operationId, at }: ChangeRow, storeId: string) {
    this.id = operationId;
    this.at = at;
    this.storeId = storeId;
  }

  /** Takes up the rows in their order. */
  add({ seq, entity, entityId, before, after }: ChangeRow): void {
    this.last = seq;
    const { storeId } = this;
    const states = <State>(of: (logged: object) => State): Folded<State> => ({
      before: before && of(before),
      after: after && of(after),
    });
    switch (entity) {
      case 'group':
        fold(
          this.groups,
          Number(entityId),
          states((logged) => ({ ...(logged as Group), storeId, memberCount: 0 })),
        );
        break;
      case 'customer':
        fold(
          this.customers,
          entityId,
          states((logged) => ({ ...(logged as Customer), storeId, groupIds: [] })),
        );
        break;
      case 'price-list':
        fold(
          this.lists,
          entityId,
          states((logged) => ({ ...(logged as PriceList), storeId })),
        );
        break;
      case 'category':
        fold(
          this.categories,
          entityId,
          states((logged) => ({ ...(logged as Category), storeId })),
        );
        break;
      case 'product':
        fold(
          this.products,
          entityId,
          states((logged) => productOf(logged, storeId)),
        );
        break;
      case 'members':
        for (const customerId of idsIn(before ?? after)) {
          this.#addPair(customerId, Number(entityId), {
            before: before && 'member',
            after: after && 'member',
          });
        }
        break;
      case 'member': {
        const [groupId = '', ...customerId] = entityId.split('/');
        this.#addPair(
          customerId.join('/'),
          Number(groupId),
          states((logged) => logged as Window),
        );
        break;
      }
      case 'price': {
        const { priceListId, ...key } = (before ?? after) as LoggedPrice;
        this.#addPrice(
          priceListId,
          key,
          states((logged) => moneyOf((logged as LoggedPrice).amount)),
        );
        break;
      }
      case 'prices':
        for (const price of pricesIn(before)) {
          this.#addPrice(entityId, price, { before: moneyOf(price.amount), after: null });
        }
    }
  }

  #addPair(customerId: string, groupId: number, stays: Folded<Stay>): void {
    const pair = { customerId, groupId, ...stays };
    fold(this.pairs, memberKey(pair), pair);
  }

  #addPrice(listId: string, { productId, minQuantity }: PriceKey, amounts: Folded<Money>): void {
    const key = { productId, minQuantity };
    const ofList = this.prices.get(listId) ?? new Map<string, FoldedPrice>();
    this.prices.set(listId, ofList);
    fold(ofList, priceName(key), { key, ...amounts });
  }
}

/** What was before stays what it was; what comes after it counts. */
function fold<Id, Entry extends Folded<unknown>>(all: Map<Id, Entry>, id: Id, entry: Entry): void {
  const known = all.get(id);
  if (known) known.after = entry.after;
  else all.set(id, entry);
}

interface LoggedPrice extends PriceKey {
  priceListId: string;
  amount: string;
}

const moneyOf = (amount: string): Money => parseAmount(amount) ?? 0n;

function productOf(logged: object, storeId: string): Product {
  const product = logged as Omit<Product, 'price'> & { price: string | null };
  return {
    ...product,
    storeId,
    price: product.price === null ? null : moneyOf(product.price),
  };
}

/** The customers of a row about a set of members. */
export const idsIn = (logged: object | null): readonly string[] =>
  (logged as { customerIds?: string[] } | null)?.customerIds ?? [];

/** The prices of a row about the prices of a list. */
export const pricesIn = (logged: object | null): readonly Omit<LoggedPrice, 'priceListId'>[] =>
  (logged as { prices?: LoggedPrice[] } | null)?.prices ?? [];
