import { systemEnvironment } from '../../src/core/environment.js';
import { Vault } from '../../src/core/webhook-vault.js';
import { deriveSecret } from '../../src/secrets.js';
import { ROOT_KEY } from './service.js';

/** What nobody can do through the service, and what `doctor` must say of it. */
export interface PlantedFault {
  title: string;
  /** Run on the database of the store `acme`. */
  sql: readonly string[];
  /** What follows the number, of all that is found wrong. */
  faults: readonly string[];
}

const LONG_AGO = "'2001-01-01T00:00:00.000Z'";
const FAR_AWAY = "'2999-01-01T00:00:00.000Z'";

const membership = (customer: string, group: number, from: string, to: string): string =>
  `insert into memberships
    (store_id, customer_id, group_id, valid_from, valid_to, id, starts_at, ends_at, created_at)
  values ('acme', '${customer}', ${group}, ${from}, ${to}, 'm', ${from}, null, ${from})`;

const price = (list: string, from: string, to: string): string =>
  `insert into prices (store_id, price_list_id, product_id, min_quantity, valid_from, valid_to, amount)
  values ('acme', '${list}', 'anna-product', 1, ${from}, ${to}, 10000)`;

const vault = new Vault(deriveSecret({ rootKey: ROOT_KEY }, 'webhooks'), systemEnvironment);

const webhook = (id: string): string =>
  `insert into webhooks (store_id, id, url, active, secret, version, created_at, updated_at)
  values ('acme', '${id}', 'https://a.example', true,
    '${vault.seal('whsec_AAAA', { storeId: 'acme', id })}', 1, ${LONG_AGO}, ${LONG_AGO})`;

const cursor = (id: string, seq: number, waiting: number): string =>
  `insert into webhook_cursors (store_id, webhook_id, seq, waiting, failures)
  values ('acme', '${id}', ${seq}, ${waiting}, 0)`;

const delivery = (id: string, seq: number, state: string, next: string, end: string): string =>
  `insert into deliveries (store_id, id, webhook_id, seq, event, entity, entity_id, state, attempts,
    next_attempt_at, created_at, finished_at)
  values ('acme', 'd', '${id}', ${seq}, 'a.b', 'a', 'a', '${state}', 0, ${next}, ${LONG_AGO}, ${end})`;

const STATES = `store_id, id, name, description, descriptions, is_default, is_guest, is_active,
  parent_id, category_access, discount_rules, default_price_list_id, external_reference_id, version,
  created_at, updated_at`;

const pastState = (created: string, from: string, to: string): string =>
  `insert into group_versions (${STATES}, valid_from, valid_to)
  select ${STATES.replace('created_at', created)}, ${from}, ${to} from groups where id = 1`;

const COUNTED = 'groups with another number of members than they count';
const GROWN = 'groups whose growth by days does not add up to their members';

const planted = (title: string, sql: string | string[], ...faults: string[]): PlantedFault => ({
  title,
  sql: [sql].flat(),
  faults,
});

export const PLANTED: readonly PlantedFault[] = [
  planted(
    'a membership of nobody',
    membership('ghost', 1, LONG_AGO, 'null'),
    'memberships of a customer who is not there',
    COUNTED,
  ),
  planted(
    'a membership in no group',
    membership('berta', 999, LONG_AGO, 'null'),
    'memberships in a group that is not there',
  ),
  planted(
    'a past membership beside a present one',
    membership('berta', 1, LONG_AGO, FAR_AWAY),
    'memberships that overlap an earlier one',
  ),
  planted(
    'a count of members',
    'update groups set member_count = member_count + 1 where id = 1',
    COUNTED,
    GROWN,
  ),
  planted('a growth', 'update group_days set added = added + 1 where group_id = 1', GROWN),
  planted(
    'a count of customers',
    'update counters set customers = customers + 1',
    'stores with another number of customers than they count',
  ),
  planted(
    'a count of customers without a group',
    'update counters set customers_without_group = customers_without_group + 1',
    'stores with another number of customers without a group than they count',
  ),
  planted(
    'a group id that was given',
    'update counters set next_group_id = 3',
    'ids of groups that would be given again',
  ),
  planted(
    'two default groups',
    ['drop index groups_default', 'update groups set is_default = true where id in (1, 2)'],
    'default groups in one store',
  ),
  planted(
    'two guest groups',
    ['drop index groups_guest', 'update groups set is_guest = true where id in (1, 2)'],
    'guest groups in one store',
  ),
  planted(
    'groups in a circle',
    'update groups set parent_id = 3 where id = 1',
    'groups in a circle, or below more than three others',
  ),
  planted(
    'a price of no list',
    price('gone', LONG_AGO, 'null'),
    'prices of a list that is not there',
  ),
  planted(
    'a price that held for no time',
    price('trade', LONG_AGO, LONG_AGO),
    'prices that held for no time',
  ),
  planted(
    'two prices at once',
    price('trade', LONG_AGO, FAR_AWAY),
    'prices that overlap an earlier one',
  ),
  planted(
    'places of a product that is gone',
    "delete from products where id = 'anna-product'",
    'places of products whose product is not there',
  ),
  planted(
    'a place in no category',
    "insert into product_categories values ('acme', 'anna-product', 'gone', 2)",
    'places of products whose category is not there',
  ),
  planted(
    'places without an order',
    "update product_categories set position = 7 where product_id = 'anna-product' and position = 1",
    'products whose categories have no order',
  ),
  planted(
    'a category below nothing',
    "update categories set parent_id = 'gone' where id = 'trade-category-below'",
    'categories whose parent is not there',
  ),
  planted(
    'categories in a circle',
    "update categories set parent_id = 'trade-category-below' where id = 'trade-category'",
    'categories in a circle, or below one',
  ),
  planted(
    'a past state beside the present one',
    pastState('created_at', 'created_at', FAR_AWAY),
    'past states of groups with a gap or an overlap',
  ),
  planted(
    'a past state that ends too early',
    [
      pastState(LONG_AGO, LONG_AGO, "'2002-01-01T00:00:00.000Z'"),
      `update groups set created_at = ${LONG_AGO} where id = 1`,
    ],
    'past states of groups with a gap or an overlap',
  ),
  planted(
    'a change that is gone',
    'delete from changes where seq = 2',
    'gaps in the numbers of changes',
  ),
  planted(
    'a number of changes',
    'update counters set next_seq = next_seq + 1',
    'stores whose next change has not the number after the last one',
  ),
  planted(
    'a change before its time',
    `update changes set at = ${LONG_AGO} where seq = 3`,
    'changes that are older than the one before them',
  ),
  planted(
    'rows of no store',
    "insert into group_days values ('nowhere', 1, '2026-01-01', 0, 0)",
    'rows of group_days of a store that is not there',
  ),
  planted(
    'a delivery of no webhook',
    delivery('gone', 1, 'waiting', LONG_AGO, 'null'),
    'deliveries of a webhook that is not there',
  ),
  planted(
    'a place of no webhook in the log',
    cursor('gone', 1, 0),
    'places in the log of a webhook that is not there',
  ),
  planted(
    'a webhook without a place in the log',
    webhook('wh_1'),
    'webhooks without a place in the log, or with one beyond its end',
  ),
  planted(
    'a webhook with a place beyond the log',
    [webhook('wh_1'), cursor('wh_1', 1_000_000, 0)],
    'webhooks without a place in the log, or with one beyond its end',
  ),
  planted(
    'a delivery of what was not read',
    [webhook('wh_1'), cursor('wh_1', 1, 0), delivery('wh_1', 2, 'failed', 'null', LONG_AGO)],
    'deliveries beyond what the log has been read to',
  ),
  planted(
    'a delivery that waits for nothing',
    [webhook('wh_1'), cursor('wh_1', 1, 1), delivery('wh_1', 1, 'waiting', 'null', 'null')],
    'deliveries that neither wait nor have ended, or both',
  ),
  planted(
    'a count of waiting deliveries',
    [webhook('wh_1'), cursor('wh_1', 1, 3)],
    'webhooks with another number of waiting deliveries than they count',
  ),
  planted('a store without counters', 'delete from counters', 'stores without counters'),
  planted(
    'a store number that was given',
    'delete from store_numbers',
    'stores whose number would be given again',
  ),
  planted(
    'a use of no key',
    `insert into api_key_uses values ('key_gone', ${LONG_AGO})`,
    'notes of the use of a key that is not there',
  ),
];
