import { sql } from 'kysely';
import type { LeaseRepository } from '../../core/webhook-database.js';
import type { Transaction } from '../engine.js';
import { statement } from '../statement.js';

interface Claim {
  name: string;
  holder: string;
  milliseconds: number;
  /** More than any claim reaches. */
  never: number;
}

/** An end that lies farther away than any claim reaches is that of a clock that was wrong. */
const SLACK_MS = 5_000;

const takeLease = statement<Claim>()(
  ({ fromNow }, p) => sql<{ holder: string }>`
    insert into leases (name, holder, held_until)
    values (${p.name}, ${p.holder}, ${fromNow(p.milliseconds)})
    on conflict (name) do update
      set holder = excluded.holder, held_until = excluded.held_until
      where leases.holder = excluded.holder or leases.held_until <= ${fromNow(0)}
        or leases.held_until > ${fromNow(p.never)}
    returning holder`,
);

const giveLease = statement<{ name: string; holder: string }>()(({ query }, p) =>
  query.deleteFrom('leases').where('name', '=', p.name).where('holder', '=', p.holder),
);

export class Leases implements LeaseRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async take(name: string, holder: string, milliseconds: number): Promise<boolean> {
    const never = milliseconds + SLACK_MS;
    const taken = await this.#transaction.run(takeLease, { name, holder, milliseconds, never });
    return taken.length > 0;
  }

  give(name: string, holder: string): void {
    this.#transaction.send(giveLease, { name, holder });
  }
}
