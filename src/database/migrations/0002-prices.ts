import type { Migration } from '../migration.js';

/** The catalog as it is now, and prices as they are and were. */
export const prices: Migration = {
  number: 2,
  name: 'prices',
  statements: (t) => [
    `CREATE TABLE categories (
      store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      name ${t.text} NOT NULL,
      parent_id ${t.text},
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT categories_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    `CREATE INDEX categories_parent ON categories (store_id, parent_id, id) WHERE parent_id IS NOT NULL`,
    `CREATE TABLE products (
      store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      name ${t.text},
      search_key ${t.text} NOT NULL,
      price ${t.integer},
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT products_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    `CREATE TABLE product_categories (
      store_id ${t.text} NOT NULL,
      product_id ${t.text} NOT NULL,
      category_id ${t.text} NOT NULL,
      position ${t.integer} NOT NULL,
      CONSTRAINT product_categories_pkey PRIMARY KEY (store_id, product_id, category_id)
    )${t.table}`,
    `CREATE INDEX product_categories_category
      ON product_categories (store_id, category_id, product_id)`,
    // For the guest group of a past instant.
    `CREATE INDEX group_versions_guest
      ON group_versions (store_id, valid_from) WHERE is_guest = ${t.true}`,
    // Closed and never overwritten: the price of a past instant is read from here. Amounts are
    // whole 1/10,000. No foreign key to lists: closed rows outlive them.
    `CREATE TABLE prices (
      store_id ${t.text} NOT NULL,
      price_list_id ${t.text} NOT NULL,
      product_id ${t.text} NOT NULL,
      min_quantity ${t.integer} NOT NULL,
      valid_from ${t.time} NOT NULL,
      valid_to ${t.time},
      amount ${t.integer} NOT NULL,
      CONSTRAINT prices_pkey PRIMARY KEY (store_id, price_list_id, product_id, min_quantity, valid_from)
    )${t.table}`,
    `CREATE UNIQUE INDEX prices_present
      ON prices (store_id, price_list_id, product_id, min_quantity) WHERE valid_to IS NULL`,
    `CREATE INDEX prices_ended ON prices (store_id, valid_to) WHERE valid_to IS NOT NULL`,
  ],
};
