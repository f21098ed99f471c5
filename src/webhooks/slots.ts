/** Messages that are on their way at once, to all receivers. */
const SLOTS = 64;
/** As long as so many are free, each webhook may have one, whatever its store has. */
const SPARE = 16;

interface Sender {
  storeId: string;
  /** What it has on its way. */
  sending: number;
}

/**
 * Who may send next. A store may have as many slots as are left free: one alone has half of them,
 * two a third each, and however many there are, one slot is left for the next that comes. So
 * neither a store nor a slow receiver takes the others' turn.
 */
export class Slots {
  readonly #total: number;
  readonly #byStore = new Map<string, number>();
  #taken = 0;

  constructor(total = SLOTS) {
    this.#total = total;
  }

  allows({ storeId, sending }: Sender): boolean {
    const free = this.#total - this.#taken;
    return this.of(storeId) < free || (sending === 0 && free > SPARE);
  }

  of(storeId: string): number {
    return this.#byStore.get(storeId) ?? 0;
  }

  take(storeId: string): void {
    this.#taken++;
    this.#byStore.set(storeId, this.of(storeId) + 1);
  }

  free(storeId: string): void {
    this.#taken--;
    const left = this.of(storeId) - 1;
    if (left > 0) this.#byStore.set(storeId, left);
    else this.#byStore.delete(storeId);
  }

  /** Of those who may, the one whose store, and then who itself, has least on its way. */
  next<Candidate extends Sender>(candidates: Iterable<Candidate>): Candidate | undefined {
    let best: Candidate | undefined;
    for (const one of candidates) {
      if (this.allows(one) && (!best || this.#isBefore(one, best))) best = one;
    }
    return best;
  }

  #isBefore(one: Sender, other: Sender): boolean {
    const more = this.of(one.storeId) - this.of(other.storeId);
    return more < 0 || (more === 0 && one.sending < other.sending);
  }
}
