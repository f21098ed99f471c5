import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message as it came in. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into messages of every kind
  json: any;
  /** Whether the body was complete and answered. */
  at: number;
}

type Answer = (response: ServerResponse, message: Received) => void;

/** Somebody's server that webhooks are sent to. */
export interface Receiver {
  url: string;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  /** How it answers from now on: a status, or anything else that a server may do. */
  answers(answer: number | Answer): void;
  /** Resolves with all that fit, when there are so many. */
  reaches(count: number, fits?: (message: Received) => boolean): Promise<Received[]>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let answer: Answer = (response) => response.end();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const text = Buffer.concat(chunks).toString();
    const { url: path = '', headers } = request;
    const message = { path, headers, text, json: parsed(text), at: Date.now() };
    received.push(message);
    for (const look of waiting) look();
    answer(response, message);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers(given) {
      answer = typeof given === 'number' ? (response) => response.writeHead(given).end() : given;
    },
    reaches: (count, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const fitting = received.filter(fits);
          if (fitting.length < count) return;
          waiting.delete(look);
          resolve(fitting);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What the verifier of Standard Webhooks makes of a message: its contents, or a failure. */
export function verified(secret: string, { text, headers }: Received, now = Date.now()): unknown {
  // The verifier takes no message that is old: a test's clock may have been set.
  const then = Number(headers['webhook-timestamp']) * 1_000;
  if (Math.abs(then - now) > 60_000) throw new Error('The message is not of now.');
  return new Webhook(secret).verify(text, headers as Record<string, string>);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
