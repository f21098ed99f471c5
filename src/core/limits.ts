/** Limits that every API and the console share. Lengths are in characters (code points). */
export const MAX_NAME = 255;
export const MAX_DESCRIPTION = 10_000;
export const MAX_EMAIL = 320;
/** Ids of customers, products, categories and price lists are the caller's strings. */
export const MAX_ID = 64;
export const MAX_MEMBERS_PER_CALL = 10_000;
/** Entries of a bulk write of the catalog or of prices. */
export const MAX_ITEMS_PER_CALL = 1_000;
export const MAX_PRODUCT_CATEGORIES = 100;
export const MAX_QUANTITY = 999_999_999;
/** How many prices one row of the change log holds when a whole list ends. */
export const PRICES_PER_CHANGE = 1_000;
export const MAX_RULES = 1_000;
export const MAX_CATEGORIES = 10_000;
export const MAX_LANGUAGES = 100;
/** A group may have a parent, a grandparent and a great-grandparent. */
export const MAX_GROUP_LEVELS = 4;
/** How many ids of members one row of the change log holds. */
export const MEMBERS_PER_CHANGE = 1_000;
/** Rows that one statement reads or writes where an operation may have any number of them. */
export const ROWS_PER_STATEMENT = 5_000;
/** Changes that a conflict lists. */
export const MAX_LISTED_CHANGES = 100;
/** Customers that an undo has passed over and names. */
export const MAX_SKIPPED_NAMED = 1_000;
/** Beyond these, a dry run does not look at the price of each product. */
export const MAX_IMPACT_PRODUCTS = 10_000;
export const MAX_QUOTE_ITEMS = 1_000;
export const MAX_GROUPS_PER_CALL = 1_000;
export const MAX_WEBHOOKS = 20;
export const MAX_WEBHOOK_URL = 2_048;
/** How long both secrets of a webhook sign after a rotation, at most and unless told. */
export const MAX_OVERLAP_HOURS = 168;
export const OVERLAP_HOURS = 24;
/** Beyond these, what a webhook has not been sent waits in the change log. */
export const MAX_WAITING_DELIVERIES = 1_000;
/** How long what has become of a delivery is kept, unless the history is shorter. */
export const DELIVERY_KEPT_DAYS = 30;
/** Requests in the window of a limit. */
export const MAX_RATE_LIMIT = 1_000_000_000;
/** How long the answer to a request with an idempotency key can be given again. */
export const ANSWER_KEPT_MS = 24 * 60 * 60 * 1000;
