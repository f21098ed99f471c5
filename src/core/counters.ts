/** What a store counts. One row a store; a write locks it first, so that writes follow one another. */
export interface Counters {
  customers: number;
  /** Customers without any present membership. */
  customersWithoutGroup: number;
}
