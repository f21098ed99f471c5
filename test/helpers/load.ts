import { call, type TestStore } from './api.js';
import type { RunningService } from './service.js';

/** A customer that the service has said to have written, with the group that it is in. */
export interface Acknowledged {
  store: string;
  customer: string;
}

/** Clients that write until they are told to stop, or the service is gone. */
export interface Load {
  /** What was answered with success, in that order. */
  readonly acknowledged: readonly Acknowledged[];
  /** Resolves when this many are acknowledged. */
  reaches(count: number): Promise<void>;
  stop(): Promise<void>;
}

let names = 0;

/** Each client makes customers in the store's group 1, one after another. */
export function startLoad(service: RunningService, store: TestStore, clients: number): Load {
  const acknowledged: Acknowledged[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const name = `load${++names}`;
  let ended = false;
  const client = async (number: number) => {
    for (let count = 0; !ended; count++) {
      const id = `${name}-${number}-${count}`;
      const body = { id, name: `Customer ${id}`, groupIds: [1] };
      try {
        const path = `/v1/stores/${store.id}/customers`;
        const { status, text } = await call(service.origin, 'POST', path, { key: store.key, body });
        if (status !== 201) throw new Refused(text);
      } catch (error) {
        if (error instanceof Refused) throw error;
        // The connection broke: nobody knows, and nothing was promised.
        ended = true;
        return;
      }
      acknowledged.push({ store: store.id, customer: id });
      for (const { count: wanted, resolve } of waiting) {
        if (acknowledged.length >= wanted) resolve();
      }
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  // Whoever stops it hears of a failure.
  running.catch(() => {});
  return {
    acknowledged,
    reaches: (count) =>
      Promise.race([
        new Promise<void>((resolve) => {
          if (acknowledged.length >= count) resolve();
          else waiting.push({ count, resolve });
        }),
        running.then(() => {}),
      ]),
    async stop() {
      ended = true;
      await running;
    },
  };
}

/** A service that runs answers every write that is in order. */
class Refused extends Error {}
