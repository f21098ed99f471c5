/**
 * What a dialect's document promises, item by item, each with the test that shows it. A test holds
 * the list against the routes that are registered and the tests that exist, and writes
 * docs/compatibility.md from it.
 */
export interface Coverage {
  /** The documents that are followed, by their titles. */
  documents: readonly string[];
  /** What holds for every route: credentials, headers, errors in front of the routes. */
  everywhere: readonly Item[];
  routes: readonly CoveredRoute[];
}

export interface CoveredRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As it is registered, such as `/customer-group/:id`. */
  path: string;
  /** Other paths to the same handler, as registered. */
  aliases?: readonly string[];
  summary: string;
  /** Of path, query, headers and body. */
  parameters: readonly Item[];
  /** What it answers when it succeeds, by status. */
  answers: readonly Item[];
  errors: readonly Item[];
}

export interface Item {
  /** In the document's words: `limit`, `discount_rules[].amount`, `409 conflict_resource`. */
  name: string;
  /** `file > title`: a file below test/, and the title of a test in it. */
  test: string;
  /** Where the service differs from the document, or settles what it leaves open: how, and why. */
  note?: string;
}
