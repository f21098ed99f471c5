import { unavailable } from '../core/errors.js';

interface Waiting {
  begin: () => void;
  timer: NodeJS.Timeout;
}

interface Options {
  /** How much runs at once. */
  atOnce: number;
  /** How many wait; whoever comes then is refused at once. */
  maxWaiting: number;
  /** How long each of them waits at most. */
  waitMs: number;
}

/** Lets so much run at once, and what comes then in its order, each within its time or not at all. */
export class Turns {
  readonly #waiting = new Set<Waiting>();
  readonly #options: Options;
  #running = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws unavailable when its turn does not come; `work` has then not begun */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running === this.#options.atOnce) await this.#turn();
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #turn(): Promise<void> {
    const { maxWaiting, waitMs } = this.#options;
    if (this.#waiting.size >= maxWaiting) throw unavailable('Too much waits for the database.');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(unavailable('The database is too busy.'));
      }, waitMs);
      const waiting = { begin: resolve, timer };
      this.#waiting.add(waiting);
    });
  }

  /** To the next one, which then runs in place of the one that has ended. */
  #pass(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#running--;
      return;
    }
    this.#waiting.delete(next);
    clearTimeout(next.timer);
    next.begin();
  }
}
