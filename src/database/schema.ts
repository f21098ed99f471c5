import type { ColumnType } from 'kysely';

/**
 * The tables as statements see them: rows hold domain values. Each engine encodes parameters and
 * decodes rows (time is ISO text, flags are booleans, JSON is parsed), so nothing else knows how
 * an engine stores a value.
 */
type Time = string;
type Json<T> = ColumnType<T, T, T>;

export interface Schema {
  migrations: { number: number; name: string; applied_at: Time };
  /** Every store number that was ever given, so that none is given twice. */
  store_numbers: { number: number; created_at: Time };
  stores: {
    id: string;
    number: number;
    name: string;
    currency: string;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  channels: { dialect: string; address: string; store_id: string; settings: Json<unknown> };
  api_keys: {
    id: string;
    store_id: string;
    name: string;
    secret_hash: string;
    scopes: Json<unknown>;
    rate_limit: number | null;
    expires_at: Time | null;
    revoked_at: Time | null;
    created_at: Time;
  };
  api_key_uses: { key_id: string; last_used_at: Time };
  store_users: {
    store_id: string;
    user_id: string;
    active: boolean;
    scopes: Json<unknown>;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  counters: {
    store_id: string;
    next_group_id: number;
    next_seq: number;
    customers: number;
    customers_without_group: number;
    written_at: Time;
  };
  groups: GroupRow & { name_key: string; search_key: string; member_count: number };
  group_versions: GroupRow & { valid_from: Time; valid_to: Time };
  customers: {
    store_id: string;
    id: string;
    name: string | null;
    email: string | null;
    email_key: string | null;
    search_key: string;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  memberships: {
    store_id: string;
    customer_id: string;
    group_id: number;
    valid_from: Time;
    valid_to: Time | null;
    id: string;
    starts_at: Time;
    ends_at: Time | null;
    created_at: Time;
  };
  price_lists: PriceListRow & { name_key: string };
  price_list_versions: PriceListRow & { valid_from: Time; valid_to: Time };
  changes: {
    store_id: string;
    seq: number;
    at: Time;
    operation_id: string;
    actor: string;
    via: string;
    request_id: string;
    operation: string;
    entity: string;
    entity_id: string;
    before: Json<unknown>;
    after: Json<unknown>;
    customer_id: string | null;
    undoes: string | null;
  };
  group_days: { store_id: string; group_id: number; day: string; added: number; removed: number };
  idempotency_keys: {
    store_id: string;
    credential: string;
    route: string;
    key: string;
    request_hash: string;
    status: number;
    headers: Json<unknown>;
    body: string | null;
    created_at: Time;
    customer_id: string | null;
  };
  webhooks: {
    store_id: string;
    id: string;
    url: string;
    events: Json<unknown>;
    description: string | null;
    active: boolean;
    disabled_reason: string | null;
    disabled_at: Time | null;
    secret: string;
    previous_secret: string | null;
    previous_secret_expires_at: Time | null;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  webhook_cursors: {
    store_id: string;
    webhook_id: string;
    seq: number;
    waiting: number;
    due_at: Time | null;
    failures: number;
    paused_until: Time | null;
  };
  deliveries: {
    store_id: string;
    id: string;
    webhook_id: string;
    seq: number;
    event: string;
    entity: string;
    entity_id: string;
    state: string;
    attempts: number;
    next_attempt_at: Time | null;
    last_status: number | null;
    last_error: string | null;
    created_at: Time;
    finished_at: Time | null;
  };
  leases: { name: string; holder: string; held_until: Time };
  categories: {
    store_id: string;
    id: string;
    name: string;
    parent_id: string | null;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  products: {
    store_id: string;
    id: string;
    name: string | null;
    search_key: string;
    price: number | null;
    version: number;
    created_at: Time;
    updated_at: Time;
  };
  product_categories: {
    store_id: string;
    product_id: string;
    category_id: string;
    position: number;
  };
  prices: {
    store_id: string;
    price_list_id: string;
    product_id: string;
    min_quantity: number;
    valid_from: Time;
    valid_to: Time | null;
    amount: number;
  };
}

interface GroupRow {
  store_id: string;
  id: number;
  name: string;
  description: string | null;
  descriptions: Json<unknown>;
  is_default: boolean;
  is_guest: boolean;
  is_active: boolean;
  parent_id: number | null;
  category_access: Json<unknown>;
  discount_rules: Json<unknown>;
  default_price_list_id: string | null;
  external_reference_id: string | null;
  version: number;
  created_at: Time;
  updated_at: Time;
}

interface PriceListRow {
  store_id: string;
  id: string;
  name: string;
  currency: string;
  starts_at: Time | null;
  ends_at: Time | null;
  version: number;
  created_at: Time;
  updated_at: Time;
}

/** Columns that SQLite stores as something else than what they mean. */
export const FLAG_COLUMNS: ReadonlySet<string> = new Set([
  'is_default',
  'is_guest',
  'is_active',
  'active',
]);
export const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'settings',
  'scopes',
  'descriptions',
  'category_access',
  'discount_rules',
  'before',
  'after',
  'headers',
  'events',
]);
