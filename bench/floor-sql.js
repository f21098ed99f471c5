// @ts-check

/**
 * The floor's statements; `p` spells the placeholder of a parameter, the first one being 1.
 * @param {(number: number) => string} p
 * @param {{ id: string, yes: string, no: string }} words for the next id, and for flags
 */
export const statements = (p, { id, yes, no }) => ({
  get: `SELECT ${COLUMNS} FROM groups WHERE store_id = ${p(1)} AND id = ${p(2)}`,
  list: `SELECT ${COLUMNS} FROM groups WHERE store_id = ${p(1)} ORDER BY id LIMIT ${p(2)}`,
  create: `INSERT INTO groups (store_id, ${COLUMNS}, name_key, search_key)
    VALUES (${p(1)}, ${id}, ${p(2)}, null, null, ${no}, ${no}, ${yes}, null, null, '[]', null, null, 0,
      1, ${p(3)}, ${p(3)}, ${p(4)}, ${p(4)})
    RETURNING id`,
  assign: `INSERT INTO memberships (store_id, customer_id, group_id, valid_from, valid_to, id,
      starts_at, ends_at, created_at)
    VALUES (${p(1)}, ${p(2)}, ${p(3)}, ${p(4)}, null, ${p(5)}, ${p(4)}, null, ${p(4)})`,
});

const COLUMNS = `id, name, description, descriptions, is_default, is_guest, is_active, parent_id,
  category_access, discount_rules, default_price_list_id, external_reference_id, member_count,
  version, created_at, updated_at`;
