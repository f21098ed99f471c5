/** One row a store. A write locks it first, so that the writes of a store follow one another. */
export interface Counters {
  nextGroupId: number;
  nextSeq: number;
  customers: number;
  /** Customers without any present membership. */
  customersWithoutGroup: number;
}
