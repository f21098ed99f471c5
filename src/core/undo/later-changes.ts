import { isDeepStrictEqual } from 'node:util';
import { inParts } from '../bulk.js';
import type { ChangeEntity, ChangeKey, ChangeRow, ListedChanges } from '../change.js';
import type { Unit } from '../database.js';
import { MAX_LISTED_CHANGES } from '../limits.js';
import { type Member, memberKey } from '../member.js';
import { type PriceKey, priceEntityId, priceName } from '../price.js';
import { idsIn, pricesIn } from './operation.js';

/** Keys of the log that one statement looks up. */
const KEYS_PER_STATEMENT = 1_000;

type Test = (row: ChangeRow) => boolean;

const any: Test = () => true;

/** Rows that made, changed or took away one of these fields. */
export const touches =
  (...fields: readonly string[]): Test =>
  ({ before, after }) =>
    before === null ||
    after === null ||
    fields.some((name) => !isDeepStrictEqual(fieldOf(before, name), fieldOf(after, name)));

export const isDeletion: Test = ({ after }) => after === null;

export const fieldOf = (logged: object | null, name: string): unknown =>
  (logged as Record<string, unknown> | null)?.[name];

/** What later changes may be looked for by: things, and the changes of them that count. */
export class LaterChanges {
  readonly #wanted = new Map<string, { key: ChangeKey; tests: Test[] }>();
  /** Customers by group, and places of prices by list: rows of the log have sets of them. */
  readonly #customers = new Map<number, Set<string>>();
  readonly #places = new Map<string, Set<string>>();

  get any(): boolean {
    return this.#wanted.size > 0;
  }

  add(entity: ChangeEntity, entityId: string | number, test: Test = any): void {
    const key = { entity, entityId: String(entityId) };
    const name = `${entity} ${entityId}`;
    const known = this.#wanted.get(name);
    if (known) known.tests.push(test);
    else this.#wanted.set(name, { key, tests: [test] });
  }

  addPair(pair: Pick<Member, 'customerId' | 'groupId'>): void {
    const { customerId, groupId } = pair;
    this.add('member', memberKey(pair));
    let ids = this.#customers.get(groupId);
    if (!ids) {
      const set = new Set<string>();
      ids = set;
      this.#customers.set(groupId, set);
      this.add('members', groupId, ({ before, after }) =>
        idsIn(before ?? after).some((id) => set.has(id)),
      );
    }
    ids.add(customerId);
  }

  addPrice(listId: string, key: PriceKey): void {
    this.add('price', priceEntityId(listId, key));
    let places = this.#places.get(listId);
    if (!places) {
      const set = new Set<string>();
      places = set;
      this.#places.set(listId, set);
      this.add('prices', listId, ({ before }) =>
        pricesIn(before).some((price) => set.has(priceName(price))),
      );
    }
    places.add(priceName(key));
  }

  /** @param after the seq of the change that they are later than */
  async list({ changes, caller }: Unit, after: number): Promise<ListedChanges> {
    const wanted = [...this.#wanted.values()];
    let newest: ChangeRow[] = [];
    let total = 0;
    for (const part of inParts(wanted, KEYS_PER_STATEMENT)) {
      const keys = part.map(({ key }) => key);
      const rows = await changes.listLater(caller.storeId, after, keys);
      const found = rows.filter((row) => this.#counts(row));
      total += found.length;
      newest = [...newest, ...found].sort((a, b) => b.seq - a.seq).slice(0, MAX_LISTED_CHANGES);
    }
    return { changes: newest, total };
  }

  #counts(row: ChangeRow): boolean {
    const wanted = this.#wanted.get(`${row.entity} ${row.entityId}`);
    return wanted?.tests.some((test) => test(row)) ?? false;
  }
}
