// @ts-check

/**
 * The floor's statements; `p` spells the placeholder of a parameter, the first one being 1.
 * @param {(number: number) => string} p
 * @param {{ id: string, yes: string, no: string, idsIn: (p: string) => string }} words for the next id, for
 *   flags, and for the ids in a JSON array
 */
export const statements = (p, { id, yes, no, idsIn }) => ({
  get: `SELECT ${COLUMNS} FROM groups WHERE store_id = ${p(1)} AND id = ${p(2)}`,
  list: `SELECT ${COLUMNS} FROM groups WHERE store_id = ${p(1)} ORDER BY id LIMIT ${p(2)}`,
  create: `INSERT INTO groups (store_id, ${COLUMNS}, name_key, search_key)
    VALUES (${p(1)}, ${id}, ${p(2)}, null, null, ${no}, ${no}, ${yes}, null, null, '[]', null, null, 0,
      1, ${p(3)}, ${p(3)}, ${p(4)}, ${p(4)})
    RETURNING id`,
  assign: `INSERT INTO memberships (store_id, customer_id, group_id, valid_from, valid_to, id,
      starts_at, ends_at, created_at)
    VALUES (${p(1)}, ${p(2)}, ${p(3)}, ${p(4)}, null, ${p(5)}, ${p(4)}, null, ${p(4)})`,
  terms: `SELECT g.id, g.is_active, g.category_access, g.discount_rules, g.default_price_list_id,
      m.starts_at, m.ends_at
    FROM customers c
    JOIN memberships m ON m.store_id = c.store_id AND m.customer_id = c.id AND m.valid_to IS NULL
    JOIN groups g ON g.store_id = m.store_id AND g.id = m.group_id
    WHERE c.store_id = ${p(1)} AND c.id = ${p(2)}`,
  prices: `WITH RECURSIVE wanted AS (${idsIn(p(2))}),
    placed AS (
      SELECT c.product_id, c.category_id FROM wanted CROSS JOIN product_categories c
      WHERE c.store_id = ${p(1)} AND c.product_id = wanted.id
    ),
    tree AS (
      SELECT c.id, c.parent_id FROM (SELECT DISTINCT category_id FROM placed) AS own
      CROSS JOIN categories c WHERE c.store_id = ${p(1)} AND c.id = own.category_id
      UNION
      SELECT c.id, c.parent_id FROM tree CROSS JOIN categories c
      WHERE c.store_id = ${p(1)} AND c.id = tree.parent_id
    )
    SELECT 'list', id, currency, starts_at, ends_at, NULL FROM price_lists
      WHERE store_id = ${p(1)} AND id = ${p(3)}
    UNION ALL
    SELECT 'tier', t.product_id, t.price_list_id, NULL, NULL, t.amount FROM wanted CROSS JOIN prices t
      WHERE t.store_id = ${p(1)} AND t.price_list_id = ${p(3)}
        AND t.product_id = wanted.id AND t.valid_to IS NULL
    UNION ALL
    SELECT 'product', x.id, NULL, NULL, NULL, x.price FROM wanted CROSS JOIN products x
      WHERE x.store_id = ${p(1)} AND x.id = wanted.id
    UNION ALL
    SELECT 'placed', product_id, category_id, NULL, NULL, NULL FROM placed
    UNION ALL
    SELECT 'category', id, parent_id, NULL, NULL, NULL FROM tree`,
});

const COLUMNS = `id, name, description, descriptions, is_default, is_guest, is_active, parent_id,
  category_access, discount_rules, default_price_list_id, external_reference_id, member_count,
  version, created_at, updated_at`;
