import type { Caller } from './actor.js';
import type { Category, CategoryFilter } from './category.js';
import type {
  Change,
  ChangeEntity,
  ChangeFilter,
  ChangeKey,
  ChangeRow,
  SeqRange,
} from './change.js';
import type { Counters } from './counters.js';
import type { Customer, CustomerFilter } from './customer.js';
import type { Environment, Instant } from './environment.js';
import type { DiscountRule, Group, GroupFilter, GroupSort } from './group.js';
import type { GroupFigures } from './group-report.js';
import type { Key } from './key.js';
import type { ListedProduct, ListedProductFilter } from './listed-product.js';
import type { ListedMember, Member, MemberListing, NamedCustomers, Pair } from './member.js';
import type { Price, PriceFilter, PriceKey } from './price.js';
import type { PriceList, PriceListFilter, PriceListSort } from './price-list.js';
import type { PricingInput } from './pricing/input.js';
import type { Product, ProductFilter } from './product.js';
import type { CatalogFacts, GroupTarget, ReportedGroup } from './report.js';
import type { SessionStore } from './session-service.js';
import type { Store } from './store.js';
import type { User } from './user.js';
import type {
  DeliveryReader,
  DeliveryRepository,
  LeaseRepository,
  WebhookReader,
  WebhookRepository,
} from './webhook-database.js';

/**
 * What the core asks of a database. `src/database` implements it once, over two engines; the core
 * declares it, so that imports point inward. Every method that takes a `storeId` sees the data of
 * that store alone. "Set" methods take any number of rows and run one statement.
 */
export interface Database {
  /** Reads: each statement sees the committed state of its moment. */
  read<T>(caller: Caller, work: (view: View) => Promise<T>): Promise<T>;
  /**
   * One transaction. Locks the store of the caller (none when `storeId` is empty), runs `work`,
   * writes the change log and commits; if anything fails, nothing has happened.
   * `work` awaits nothing but the unit's repositories, and may be run again after a conflict
   * with another instance.
   * @param customerId when the unit reads and writes nothing that changes but this customer, its
   *   memberships and their counts: such units of different customers may overlap
   * @throws not_found when the store does not exist
   */
  write<T>(caller: Caller, work: (unit: Unit) => Promise<T>, customerId?: string): Promise<T>;
  /** As `write`, to see what would come of it: nothing of it happens. */
  rehearse<T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Called after each commit with the kinds of entities that it changed. */
  onCommit(listener: (changed: ReadonlySet<string>) => void): void;
}

/** Reading, on behalf of a caller. */
export interface View {
  readonly caller: Caller;
  readonly environment: Environment;
  readonly now: Instant;
  readonly stores: StoreReader;
  readonly keys: KeyReader;
  readonly users: UserReader;
  readonly groups: GroupReader;
  readonly customers: CustomerReader;
  readonly members: MemberReader;
  readonly priceLists: PriceListReader;
  readonly prices: PriceReader;
  readonly categories: CategoryReader;
  readonly products: ProductReader;
  readonly pricing: PricingReader;
  readonly reports: ReportReader;
  readonly changes: ChangeReader;
  readonly history: HistoryReader;
  readonly webhooks: WebhookReader;
  readonly deliveries: DeliveryReader;
}

/** A unit of work: reading and writing in one transaction. */
/**
 * Its writes return nothing and are not awaited: they are sent in order, and a failure fails the unit, at the
 * latest at its commit. What a method says that it throws is what the unit then fails with.
 */
export interface Unit extends View {
  /** By how much this unit changes what the store counts. */
  readonly counters: Counters;
  readonly stores: StoreRepository;
  readonly keys: KeyRepository;
  readonly users: UserRepository;
  readonly groups: GroupRepository;
  readonly customers: CustomerRepository;
  readonly members: MemberRepository;
  readonly priceLists: PriceListRepository;
  readonly prices: PriceRepository;
  readonly categories: CategoryRepository;
  readonly products: ProductRepository;
  readonly answers: AnswerRepository;
  readonly history: HistoryRepository;
  readonly webhooks: WebhookRepository;
  readonly deliveries: DeliveryRepository;
  readonly leases: LeaseRepository;
  /** What all rows of this unit in the change log have in common. */
  readonly operationId: string;
  /** How many rows it has added to the change log. */
  readonly recorded: number;
  /** What is recorded from here on takes back this operation, and the log says so. */
  takesBack(operationId: string): void;
  /** The next id of a group: taken if the unit commits. */
  newGroupId(): Promise<number>;
  /** Adds a row to the change log of this transaction. */
  record(change: Change): void;
}

/** A keyset page: up to `limit` rows after the given position, exclusive. */
export interface Page<Position> {
  limit: number;
  after?: Position | undefined;
}

/** Groups can also be paged by number, for vendors whose API does so. */
export interface GroupPage extends Page<{ value: string | number; id: number }> {
  sort: GroupSort;
  descending?: boolean | undefined;
  offset?: number | undefined;
}

export interface PriceListPage extends Page<{ value: string; id: string }> {
  sort: PriceListSort;
  descending: boolean;
}

export interface PageOfGroups {
  groups: Group[];
  /** Of all pages. */
  total: number;
}

export interface StoreReader {
  find(id: string): Promise<Store | undefined>;
  /** A set: the stores that have one of these numbers, which are parts of public ids. */
  findByNumbers(numbers: readonly number[]): Promise<Store[]>;
  findByChannel(dialect: string, address: string): Promise<Store | undefined>;
  list(page: Page<string>): Promise<Store[]>;
  /** Whether a store was ever made here, deleted ones included. */
  everExisted(): Promise<boolean>;
}

export interface StoreRepository extends StoreReader {
  /** @throws conflict `id_taken`, `address_taken` */
  insert(store: Store): void;
  /** @throws conflict `address_taken` */
  update(store: Store): void;
  /** With everything that belongs to it. */
  delete(id: string): void;
}

export interface StoredKey extends Key {
  revokedAt: Instant | null;
}

export interface KeyReader {
  /** Revoked and expired keys are found too; the caller decides. */
  findByHash(secretHash: string): Promise<StoredKey | undefined>;
  find(storeId: string, id: string): Promise<StoredKey | undefined>;
  /** As `findByHash`: of whichever store, revoked and expired keys too. */
  findById(id: string): Promise<StoredKey | undefined>;
  /** Without revoked keys, in the order in which they were made. */
  list(storeId: string, page: Page<string>): Promise<Key[]>;
}

export interface KeyRepository extends KeyReader {
  insert(key: Key, secretHash: string): void;
  revoke(key: Key, at: Instant): void;
  used(id: string, at: Instant): void;
}

export interface UserReader {
  find(storeId: string, id: string): Promise<User | undefined>;
  list(storeId: string, page: Page<string>): Promise<User[]>;
  /** Where the user is active, over all stores, by id; at most `limit`. */
  stores(id: string, limit: number): Promise<SessionStore[]>;
}

export interface UserRepository extends UserReader {
  /** Inserts or replaces. */
  put(user: User): void;
  delete(storeId: string, id: string): void;
}

export interface GroupReader {
  find(storeId: string, id: number): Promise<Group | undefined>;
  findByExternalId(storeId: string, externalReferenceId: string): Promise<Group | undefined>;
  list(storeId: string, filter: GroupFilter, page: GroupPage): Promise<Group[]>;
  count(storeId: string, filter: GroupFilter): Promise<number>;
  /** `list` and `count` in one, whose total holds past the last page too. */
  page(storeId: string, filter: GroupFilter, page: GroupPage): Promise<PageOfGroups>;
  /** A set: the groups among `ids` that exist. */
  findAll(storeId: string, ids: readonly number[]): Promise<Group[]>;
  /** A set: each of `ids` with its ancestors, the nearest first. */
  ancestors(storeId: string, ids: readonly number[]): Promise<Map<number, Group[]>>;
  /** How many levels lie below the group: 0 without children. */
  height(storeId: string, id: number): Promise<number>;
  /** The groups whose parent is one of `ids`. */
  children(storeId: string, ids: readonly number[]): Promise<Group[]>;
  /** A set: `ids` and every group below them. */
  withDescendants(storeId: string, ids: readonly number[]): Promise<number[]>;
  /** The groups whose default price list this is. */
  usingPriceList(storeId: string, priceListId: string): Promise<Group[]>;
  /** A set: the groups that have one of these external ids. */
  findByExternalIds(storeId: string, externalReferenceIds: readonly string[]): Promise<Group[]>;
}

export interface GroupRepository extends GroupReader {
  /** @throws conflict `external_id_taken` */
  insert(group: Group): void;
  /**
   * A set, in which parents may come with their children.
   * @throws conflict `external_id_taken`
   */
  insertAll(storeId: string, groups: readonly Group[]): void;
  /**
   * A set: keeps each past state in the versions, and replaces it.
   * @throws conflict `external_id_taken`
   */
  update(storeId: string, groups: readonly Group[]): void;
  /** A set: keeps each past state in the versions, and deletes. Their memberships must be closed. */
  delete(storeId: string, ids: readonly number[], at: Instant): void;
}

export interface CustomerReader {
  find(storeId: string, id: string, now: Instant): Promise<Customer | undefined>;
  /** A set: the customers among `ids` that exist. */
  findAll(storeId: string, ids: readonly string[], now: Instant): Promise<Customer[]>;
  list(
    storeId: string,
    filter: CustomerFilter,
    page: Page<string>,
    now: Instant,
  ): Promise<Customer[]>;
}

export interface CustomerRepository extends CustomerReader {
  /** @throws conflict `id_taken` */
  insert(customer: Customer): void;
  update(customer: Customer): void;
  delete(storeId: string, id: string): void;
  /** A set. */
  insertAll(customers: readonly Customer[]): void;
  /** A set. */
  updateAll(customers: readonly Customer[]): void;
  /** A set. */
  deleteAll(storeId: string, ids: readonly string[]): void;
  /** Whether it is gone, and the change log still has what was known of it. */
  wasDeleted(storeId: string, id: string): Promise<boolean>;
  /** Blanks name and e-mail address of a customer in the change log, for good. */
  blankInChanges(storeId: string, id: string): void;
}

/** How a customer stands to a group before a write. */
export interface Standing {
  customerId: string;
  exists: boolean;
  isMember: boolean;
  /** Present memberships, in any group. */
  memberships: number;
}

/** All that is known of one customer and one group. */
export interface Relation {
  groupExists: boolean;
  customerExists: boolean;
  /** Present memberships of the customer, in any group. */
  memberships: number;
  /** The present membership in this group. */
  present: Member | undefined;
}

/** How a customer stands to a group now, and stood to it around an instant. */
export interface PairState {
  customerId: string;
  groupId: number;
  customerExists: boolean;
  /** Present memberships of the customer, in any group. */
  memberships: number;
  present: Member | null;
  /** The membership that began at the instant. */
  begun: Member | null;
  /** The membership that ended at the instant. */
  ended: Member | null;
}

/** Whom a name stands for, and how that customer stands to a group. */
export interface NamedStanding {
  by: 'id' | 'email';
  /** The id, or the address in the form in which addresses are compared. */
  name: string;
  /** Null: nobody. */
  customerId: string | null;
  isMember: boolean;
}

/** How many members came to a group and left it. */
export interface GroupDelta {
  groupId: number;
  added: number;
  removed: number;
}

export interface MemberReader {
  relation(storeId: string, groupId: number, customerId: string): Promise<Relation>;
  list(
    storeId: string,
    groupId: number,
    page: Page<string>,
    listing?: MemberListing,
  ): Promise<ListedMember[]>;
  /** A set: one entry for each name, or several where customers share an address; in no order. */
  named(storeId: string, groupId: number, names: NamedCustomers): Promise<NamedStanding[]>;
  /** Present memberships of a customer, by group. */
  listOfCustomer(storeId: string, customerId: string, page: Page<number>): Promise<Member[]>;
  /** Present memberships of the groups, and their distinct customers. */
  countAll(
    storeId: string,
    groupIds: readonly number[],
  ): Promise<{ members: number; customers: number }>;
  /** All present memberships of a customer, by group. */
  listByCustomer(storeId: string, customerId: string): Promise<Member[]>;
  /** The next of all pairs of the store whose window holds, by customer and group. */
  listPairs(storeId: string, after: Pair | undefined, now: Instant): Promise<Pair[]>;
  /** Of the customer's memberships whose window holds, the one that was made last. */
  newestPair(storeId: string, customerId: string, now: Instant): Promise<Pair | undefined>;
}

export interface MemberRepository extends MemberReader {
  /** A set: one entry for each id. */
  standings(storeId: string, groupId: number, customerIds: readonly string[]): Promise<Standing[]>;
  /** A set: one entry for each pair. */
  pairStates(
    storeId: string,
    pairs: readonly Pick<Member, 'customerId' | 'groupId'>[],
    at: Instant,
  ): Promise<PairState[]>;
  /** A set: all present memberships of the customers. */
  pairsOfCustomers(
    storeId: string,
    customerIds: readonly string[],
  ): Promise<Pick<Member, 'customerId' | 'groupId'>[]>;
  /** A set. */
  insert(storeId: string, members: readonly Member[]): void;
  /** A set: ends present rows; a row that would have held for no time at all is removed. */
  close(
    storeId: string,
    members: readonly Pick<Member, 'customerId' | 'groupId'>[],
    at: Instant,
  ): void;
  /** A set: counts on the groups, and on today. */
  count(deltas: readonly GroupDelta[]): void;
  /**
   * Ends every membership of the groups, whatever their number, and logs them in chunks.
   * @returns how many customers are in no group any more
   */
  closeGroups(storeId: string, groupIds: readonly number[]): Promise<number>;
}

/** Whose price is asked for; a guest's where neither is given. */
export interface Who {
  customerId?: string | undefined;
  groupIds?: readonly number[] | undefined;
}

/** The groups that may make a price. Of `groupIds`, those that are there. */
export interface GroupTerms {
  customerExists: boolean;
  /** By group id. */
  memberships: PricingInput['memberships'];
  guest: PricingInput['guest'];
}

export interface PricesWanted {
  listIds: Iterable<string>;
  productIds: Iterable<string>;
  /** Those that items name by themselves; those of the products are found. */
  categoryIds: Iterable<string>;
}

/** One round trip each. `past`: as it was at that instant; undefined: as it is. */
export interface PricingReader {
  groups(storeId: string, who: Who, past: Instant | undefined): Promise<GroupTerms>;
  prices(
    storeId: string,
    wanted: PricesWanted,
    past: Instant | undefined,
  ): Promise<Pick<PricingInput, 'lists' | 'products' | 'parents'>>;
  /** The products of the catalog and of the lists, at most `limit`. */
  productIds(storeId: string, listIds: Iterable<string>, limit: number): Promise<string[]>;
}

/** What reports are made of. */
export interface ReportReader {
  /** By id from `from` on: groups with rules, or with a default price list in another currency. */
  groups(
    storeId: string,
    storeCurrency: string,
    range: { from: number; limit: number },
  ): Promise<ReportedGroup[]>;
  /** A set: the rules that active ancestors give to groups, by group; in no order. */
  inherited(
    storeId: string,
    groupIds: readonly number[],
  ): Promise<ReadonlyMap<number, readonly DiscountRule[]>>;
  /** A set. */
  catalog(
    storeId: string,
    productIds: Iterable<string>,
    categoryIds: Iterable<string>,
  ): Promise<CatalogFacts>;
  /**
   * A set: those of the category rules with no product, in the category or below, that is not
   * among the product rules of the same group.
   */
  shadowed(
    storeId: string,
    categoryRules: readonly GroupTarget[],
    productRules: readonly GroupTarget[],
  ): Promise<GroupTarget[]>;
  /** What is counted of groups, and by day from `from` on; of the largest groups at most `largest`. */
  figures(storeId: string, from: string, largest: number): Promise<GroupFigures>;
  /** By id: price lists that are no group's default. */
  unusedLists(storeId: string, page: Page<string>): Promise<Pick<PriceList, 'id' | 'name'>[]>;
}

export interface PriceListReader {
  find(storeId: string, id: string): Promise<PriceList | undefined>;
  /** A set: the lists among `ids` that exist. */
  findAll(storeId: string, ids: readonly string[]): Promise<PriceList[]>;
  list(storeId: string, filter: PriceListFilter, page: PriceListPage): Promise<PriceList[]>;
  /** The products that the list has present prices for, by id, in the catalog or not. */
  products(
    storeId: string,
    priceListId: string,
    filter: ListedProductFilter,
    page: Page<string>,
  ): Promise<ListedProduct[]>;
}

export interface PriceListRepository extends PriceListReader {
  /** @throws conflict `id_taken` */
  insert(list: PriceList): void;
  /** Keeps the past state in the versions, and replaces it. */
  update(list: PriceList): void;
  delete(list: PriceList, at: Instant): void;
}

export interface PriceReader {
  /** Present prices, by product and quantity. */
  list(
    storeId: string,
    priceListId: string,
    filter: PriceFilter,
    page: Page<PriceKey>,
  ): Promise<Price[]>;
  /** Whether any list of the store has a present price. */
  any(storeId: string): Promise<boolean>;
}

export interface PriceRepository extends PriceReader {
  /** A set: the present prices among `keys`. */
  findAll(storeId: string, priceListId: string, keys: readonly PriceKey[]): Promise<Price[]>;
  /** A set: prices that begin. */
  insert(storeId: string, priceListId: string, prices: readonly Price[]): void;
  /** A set: ends present prices; one that would have held for no time at all is removed. */
  close(storeId: string, priceListId: string, prices: readonly Price[], at: Instant): void;
  /** Ends every price of a list, whatever their number, and logs them in chunks. */
  closeList(list: PriceList): Promise<void>;
}

export interface CategoryReader {
  find(storeId: string, id: string): Promise<Category | undefined>;
  list(storeId: string, filter: CategoryFilter, page: Page<string>): Promise<Category[]>;
  /** A set: the categories among `ids` that exist. */
  findAll(storeId: string, ids: readonly string[]): Promise<Category[]>;
}

export interface CategoryRepository extends CategoryReader {
  /** A set: the categories among `ids` that exist, and everything above them. */
  line(storeId: string, ids: readonly string[]): Promise<Category[]>;
  /** A set: the categories whose parent is one of `ids`. */
  children(storeId: string, ids: readonly string[]): Promise<Category[]>;
  /** A set. */
  insert(storeId: string, categories: readonly Category[]): void;
  /** A set. */
  update(storeId: string, categories: readonly Category[]): void;
  /** A set. */
  delete(storeId: string, ids: readonly string[]): void;
}

export interface ProductReader {
  find(storeId: string, id: string): Promise<Product | undefined>;
  list(storeId: string, filter: ProductFilter, page: Page<string>): Promise<Product[]>;
}

export interface ProductRepository extends ProductReader {
  /** A set: the products among `ids` that exist. */
  findAll(storeId: string, ids: readonly string[]): Promise<Product[]>;
  /** A set: which products are in which of the categories. */
  placesIn(
    storeId: string,
    categoryIds: readonly string[],
  ): Promise<{ productId: string; categoryId: string }[]>;
  /** A set, with the categories that they are in. */
  insert(storeId: string, products: readonly Product[]): void;
  /** A set, with the categories that they are in. */
  update(storeId: string, products: readonly Product[]): void;
  /** A set, with the categories that they are in. */
  delete(storeId: string, ids: readonly string[]): void;
}

/** The answer to a request with an idempotency key, kept to be given again. */
export interface KeptAnswer {
  /** Of the request's body. */
  requestHash: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Null when it showed a secret. */
  body: string | null;
  createdAt: Instant;
  /** Whose name and e-mail address it may show, so that it goes when they are erased. */
  customerId?: string | undefined;
}

/** Which request: by the credential that sent it, its method and path, and its key. */
export interface AnswerKey {
  credential: string;
  route: string;
  key: string;
}

export interface AnswerRepository {
  find(storeId: string, key: AnswerKey): Promise<KeptAnswer | undefined>;
  /**
   * Removes what has expired in the store.
   * @throws conflict `request_running` when another instance was first
   */
  keep(storeId: string, key: AnswerKey, answer: KeptAnswer): void;
  /**
   * Leaves nothing of answers about a customer but that the requests were carried out: their hash
   * is empty and their body null. So a late repetition brings back nobody.
   */
  erase(storeId: string, customerId: string): void;
}

export interface ChangeReader {
  /** What the log holds of a time: its rows are in the order of their times. Empty where low is high. */
  range(
    storeId: string,
    time: { from?: Instant | undefined; to?: Instant | undefined },
  ): Promise<SeqRange>;
  /** By seq; looks at no row outside the range. */
  list(
    storeId: string,
    filter: ChangeFilter,
    page: SeqRange & { limit: number; descending: boolean },
  ): Promise<ChangeRow[]>;
  /** A set: the changes of these entities after a seq, in no order. */
  listLater(storeId: string, afterSeq: number, keys: readonly ChangeKey[]): Promise<ChangeRow[]>;
  /** A set: the highest version that the log knows of each entity. */
  highestVersions(
    storeId: string,
    entity: ChangeEntity,
    entityIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}

/** Rows of the past, by what they are of. */
export const PAST = [
  'changes',
  'memberships',
  'groups',
  'priceLists',
  'prices',
  'answers',
  'deliveries',
] as const;
export type PastCounts = Readonly<Record<(typeof PAST)[number], number>>;

/** Until when rows of the past must have ended to go: states and log, kept answers, deliveries. */
export interface PastLimits {
  before: Instant;
  answersBefore: Instant;
  deliveriesBefore: Instant;
}

export interface HistoryReader {
  /** Whether a store has anything that may go; '' is for answers of no store. */
  hasExpired(storeId: string, limits: PastLimits): Promise<boolean>;
}

export interface HistoryRepository extends HistoryReader {
  /** Removes at most `limit` rows of each kind that ended before their time. @returns how many */
  purge(storeId: string, limits: PastLimits, limit: number): Promise<PastCounts>;
}
