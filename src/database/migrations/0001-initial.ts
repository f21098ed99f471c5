import type { ColumnTypes, Migration } from '../migration.js';

/**
 * `store_id` comes first in every key and index of a store's data, no unique index leaves it out,
 * and there are no triggers, cascades or volatile functions: so the schema shards by store.
 * Reference tables (stores, channels, keys) are small and the same everywhere.
 */
export const initial: Migration = {
  number: 1,
  name: 'initial',
  statements: (t) => [
    `CREATE TABLE store_numbers (
      number ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      CONSTRAINT store_numbers_pkey PRIMARY KEY (number)
    )${t.table}`,
    `CREATE TABLE stores (
      id ${t.text} NOT NULL,
      number ${t.integer} NOT NULL,
      name ${t.text} NOT NULL,
      currency ${t.text} NOT NULL,
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT stores_pkey PRIMARY KEY (id),
      CONSTRAINT stores_number_key UNIQUE (number)
    )${t.table}`,
    `CREATE TABLE channels (
      dialect ${t.text} NOT NULL,
      address ${t.text} NOT NULL,
      store_id ${t.text} NOT NULL REFERENCES stores (id),
      settings ${t.json} NOT NULL,
      CONSTRAINT channels_pkey PRIMARY KEY (dialect, address),
      CONSTRAINT channels_store_key UNIQUE (store_id, dialect)
    )${t.table}`,
    `CREATE TABLE api_keys (
      id ${t.text} NOT NULL,
      store_id ${t.text} NOT NULL REFERENCES stores (id),
      name ${t.text} NOT NULL,
      secret_hash ${t.text} NOT NULL,
      scopes ${t.json} NOT NULL,
      rate_limit ${t.integer},
      expires_at ${t.time},
      revoked_at ${t.time},
      created_at ${t.time} NOT NULL,
      CONSTRAINT api_keys_pkey PRIMARY KEY (id),
      CONSTRAINT api_keys_secret_hash_key UNIQUE (secret_hash)
    )${t.table}`,
    `CREATE INDEX api_keys_store ON api_keys (store_id, id)`,
    // Apart from the keys, so that noting a use never waits for a write to the key.
    `CREATE TABLE api_key_uses (
      key_id ${t.text} NOT NULL,
      last_used_at ${t.time} NOT NULL,
      CONSTRAINT api_key_uses_pkey PRIMARY KEY (key_id)
    )${t.table}`,
    `CREATE TABLE store_users (
      store_id ${t.text} NOT NULL REFERENCES stores (id),
      user_id ${t.text} NOT NULL,
      active ${t.flag} NOT NULL,
      scopes ${t.json} NOT NULL,
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT store_users_pkey PRIMARY KEY (store_id, user_id)
    )${t.table}`,
    // Every write of a store locks this row, so a store's data need not refer to the store again:
    // a reference would be checked for each row that is written.
    `CREATE TABLE counters (
      store_id ${t.text} NOT NULL REFERENCES stores (id),
      next_group_id ${t.integer} NOT NULL,
      next_seq ${t.integer} NOT NULL,
      customers ${t.integer} NOT NULL,
      customers_without_group ${t.integer} NOT NULL,
      written_at ${t.time} NOT NULL,
      CONSTRAINT counters_pkey PRIMARY KEY (store_id)
    )${t.table}`,
    `CREATE TABLE price_lists (
      ${priceListColumns(t)},
      name_key ${t.text} NOT NULL,
      CONSTRAINT price_lists_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    `CREATE INDEX price_lists_name ON price_lists (store_id, name_key, id)`,
    `CREATE INDEX price_lists_updated ON price_lists (store_id, updated_at, id)`,
    `CREATE TABLE price_list_versions (
      ${priceListColumns(t)},
      valid_from ${t.time} NOT NULL,
      valid_to ${t.time} NOT NULL,
      CONSTRAINT price_list_versions_pkey PRIMARY KEY (store_id, id, valid_from)
    )${t.table}`,
    `CREATE TABLE groups (
      ${groupColumns(t)},
      name_key ${t.text} NOT NULL,
      search_key ${t.text} NOT NULL,
      member_count ${t.integer} NOT NULL,
      CONSTRAINT groups_pkey PRIMARY KEY (store_id, id),
      FOREIGN KEY (store_id, parent_id) REFERENCES groups (store_id, id),
      FOREIGN KEY (store_id, default_price_list_id) REFERENCES price_lists (store_id, id)
    )${t.table}`,
    `CREATE UNIQUE INDEX groups_default ON groups (store_id) WHERE is_default = ${t.true}`,
    `CREATE UNIQUE INDEX groups_guest ON groups (store_id) WHERE is_guest = ${t.true}`,
    `CREATE UNIQUE INDEX groups_external_reference_id
      ON groups (store_id, external_reference_id) WHERE external_reference_id IS NOT NULL`,
    `CREATE INDEX groups_name ON groups (store_id, name_key, id)`,
    `CREATE INDEX groups_created ON groups (store_id, created_at, id)`,
    `CREATE INDEX groups_updated ON groups (store_id, updated_at, id)`,
    `CREATE INDEX groups_parent ON groups (store_id, parent_id) WHERE parent_id IS NOT NULL`,
    `CREATE INDEX groups_price_list
      ON groups (store_id, default_price_list_id) WHERE default_price_list_id IS NOT NULL`,
    `CREATE TABLE group_versions (
      ${groupColumns(t)},
      valid_from ${t.time} NOT NULL,
      valid_to ${t.time} NOT NULL,
      CONSTRAINT group_versions_pkey PRIMARY KEY (store_id, id, valid_from)
    )${t.table}`,
    `CREATE TABLE customers (
      store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      name ${t.text},
      email ${t.text},
      email_key ${t.text},
      search_key ${t.text} NOT NULL,
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT customers_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    `CREATE INDEX customers_email ON customers (store_id, email_key) WHERE email_key IS NOT NULL`,
    // No foreign keys to customers and groups: closed rows outlive both, since the price of a
    // past instant is read from them. Writes of a store follow one another, and check.
    `CREATE TABLE memberships (
      store_id ${t.text} NOT NULL,
      customer_id ${t.text} NOT NULL,
      group_id ${t.integer} NOT NULL,
      valid_from ${t.time} NOT NULL,
      valid_to ${t.time},
      id ${t.text} NOT NULL,
      starts_at ${t.time} NOT NULL,
      ends_at ${t.time},
      created_at ${t.time} NOT NULL,
      CONSTRAINT memberships_pkey PRIMARY KEY (store_id, customer_id, group_id, valid_from)
    )${t.table}`,
    `CREATE UNIQUE INDEX memberships_present
      ON memberships (store_id, group_id, customer_id) WHERE valid_to IS NULL`,
    `CREATE TABLE group_days (
      store_id ${t.text} NOT NULL,
      group_id ${t.integer} NOT NULL,
      day ${t.text} NOT NULL,
      added ${t.integer} NOT NULL,
      removed ${t.integer} NOT NULL,
      CONSTRAINT group_days_pkey PRIMARY KEY (store_id, group_id, day)
    )${t.table}`,
    // For the growth of a whole store. A day's row is made once and then only counted up, which
    // touches no index.
    `CREATE INDEX group_days_day ON group_days (store_id, day)`,
    `CREATE TABLE changes (
      store_id ${t.text} NOT NULL,
      seq ${t.integer} NOT NULL,
      at ${t.time} NOT NULL,
      operation_id ${t.text} NOT NULL,
      actor ${t.text} NOT NULL,
      via ${t.text} NOT NULL,
      request_id ${t.text} NOT NULL,
      operation ${t.text} NOT NULL,
      entity ${t.text} NOT NULL,
      entity_id ${t.text} NOT NULL,
      before ${t.json},
      after ${t.json},
      customer_id ${t.text},
      undoes ${t.text},
      CONSTRAINT changes_pkey PRIMARY KEY (store_id, seq)
    )${t.table}`,
    // None by operation: its rows follow one another, and each index here is paid for by every write.
    `CREATE INDEX changes_entity ON changes (store_id, entity, entity_id, seq)`,
    // The log of one customer: rows about it alone, and sets of members that may hold its id. An
    // index of each id in each set would cost more than the membership itself.
    `CREATE INDEX changes_customer
      ON changes (store_id, customer_id, seq) WHERE customer_id IS NOT NULL`,
    `CREATE INDEX changes_member_sets
      ON changes (store_id, seq) WHERE entity = 'members' AND customer_id IS NULL`,
    // Of no store when the request makes one, hence without a reference to it.
    `CREATE TABLE idempotency_keys (
      store_id ${t.text} NOT NULL,
      credential ${t.text} NOT NULL,
      route ${t.text} NOT NULL,
      key ${t.text} NOT NULL,
      request_hash ${t.text} NOT NULL,
      status ${t.integer} NOT NULL,
      headers ${t.json} NOT NULL,
      body ${t.text},
      created_at ${t.time} NOT NULL,
      customer_id ${t.text},
      CONSTRAINT idempotency_keys_pkey PRIMARY KEY (store_id, credential, route, key)
    )${t.table}`,
    `CREATE INDEX idempotency_keys_created ON idempotency_keys (store_id, created_at)`,
    `CREATE INDEX idempotency_keys_customer
      ON idempotency_keys (store_id, customer_id) WHERE customer_id IS NOT NULL`,
    // What has ended, for the purge.
    `CREATE INDEX memberships_ended ON memberships (store_id, valid_to) WHERE valid_to IS NOT NULL`,
    `CREATE INDEX group_versions_ended ON group_versions (store_id, valid_to)`,
    `CREATE INDEX price_list_versions_ended ON price_list_versions (store_id, valid_to)`,
  ],
};

function groupColumns(t: ColumnTypes): string {
  return `store_id ${t.text} NOT NULL,
      id ${t.integer} NOT NULL,
      name ${t.text} NOT NULL,
      description ${t.text},
      descriptions ${t.json},
      is_default ${t.flag} NOT NULL,
      is_guest ${t.flag} NOT NULL,
      is_active ${t.flag} NOT NULL,
      parent_id ${t.integer},
      category_access ${t.json},
      discount_rules ${t.json} NOT NULL,
      default_price_list_id ${t.text},
      external_reference_id ${t.text},
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL`;
}

function priceListColumns(t: ColumnTypes): string {
  return `store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      name ${t.text} NOT NULL,
      currency ${t.text} NOT NULL,
      starts_at ${t.time},
      ends_at ${t.time},
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL`;
}
