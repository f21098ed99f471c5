import type { Choice, Names, Reading } from './list';
import type { Question, Reply } from './list.worker';

/** Reads a list beside the page; one question after the other. */
export class ListReader {
  readonly #worker = new Worker(new URL('./list.worker.ts', import.meta.url), { type: 'module' });
  #last: Promise<unknown> = Promise.resolve();

  async read(source: string | Blob): Promise<Reading> {
    const reply = await this.#ask({ read: source });
    if (!('reading' in reply)) throw new Error('The list was not read.');
    return reply.reading;
  }

  async pick(choice: Choice): Promise<Names> {
    const reply = await this.#ask({ pick: choice });
    if (!('names' in reply)) throw new Error('The list was not read.');
    return reply.names;
  }

  end(): void {
    this.#worker.terminate();
  }

  #ask(question: Question): Promise<Reply> {
    const reply = this.#last.then(() => this.#send(question));
    this.#last = reply.catch(() => {});
    return reply;
  }

  #send(question: Question): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if ('error' in data) reject(new Error(data.error));
        else resolve(data);
      };
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.postMessage(question);
    });
  }
}
