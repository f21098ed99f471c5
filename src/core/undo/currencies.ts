import type { ChangeKey, ChangeRow } from '../change.js';
import type { Unit } from '../database.js';
import { fieldOf, touches } from './later-changes.js';
import type { Operation } from './operation.js';

export const touchesCurrency = touches('currency');

/** In what amounts were at the time of an operation: the log has them without their currency. */
export class Currencies {
  /** By entity and id: the currency before the first later change of it. */
  readonly #before = new Map<string, { seq: number; currency: unknown }>();

  static async load(unit: Unit, operation: Operation): Promise<Currencies> {
    const keys: ChangeKey[] = [...operation.prices.keys()].map((entityId) => ({
      entity: 'price-list',
      entityId,
    }));
    if (operation.products.size > 0) keys.push({ entity: 'store', entityId: unit.caller.storeId });
    const currencies = new Currencies();
    if (keys.length === 0) return currencies;
    const rows = await unit.changes.listLater(unit.caller.storeId, operation.last, keys);
    for (const row of rows) if (touchesCurrency(row)) currencies.#note(row);
    return currencies;
  }

  ofList(id: string, present: string): string {
    return this.#of(`price-list ${id}`, present);
  }

  ofStore(id: string, present: string): string {
    return this.#of(`store ${id}`, present);
  }

  #of(name: string, present: string): string {
    const currency = this.#before.get(name)?.currency;
    return typeof currency === 'string' ? currency : present;
  }

  #note({ entity, entityId, seq, before }: ChangeRow): void {
    const name = `${entity} ${entityId}`;
    const known = this.#before.get(name);
    if (known && known.seq < seq) return;
    this.#before.set(name, { seq, currency: fieldOf(before, 'currency') });
  }
}
