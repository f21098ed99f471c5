import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What a client may take of the service before it has shown who it is. */
export interface ConnectionLimits {
  /** Connections that are open at once; a further one is closed at once. */
  max: number;
  /** From the first moment of a connection, or of its next request, to the end of its headers. */
  headersMs: number;
  /** The same to the end of its body. */
  requestMs: number;
  /** Between an answer and the next request. */
  keepAliveMs: number;
  /** How long a client may take nothing of an answer that waits for it. */
  stallMs: number;
}

/** How often connections are looked through, by Node and here: how late a limit can hold. */
const CHECK_MS = 1_000;

/** For the server that Node makes. */
export const timeoutsOf = ({ headersMs, requestMs }: ConnectionLimits) => ({
  // Node wants the part to be no longer than the whole.
  headersTimeout: Math.min(headersMs, requestMs),
  requestTimeout: requestMs,
  connectionsCheckingInterval: CHECK_MS,
});

interface Progress {
  /** Bytes that the client's side has taken. */
  taken: number;
  since: number;
}

/**
 * The open connections of a server. Node has no limit for whoever asks and does not read: the
 * answer, and what it is made from, would be kept for as long as that client likes. And a server
 * that is closed waits for the connections on which an answer was still made, for as long as they
 * may be kept: they are closed after that answer.
 */
export class Connections {
  readonly #server: Server;
  readonly #progress = new Map<Socket, Progress>();
  readonly #stallMs: number;
  #refused = 0;
  #isClosing = false;

  constructor(app: FastifyInstance, { max, stallMs }: ConnectionLimits) {
    const { server } = app;
    this.#server = server;
    this.#stallMs = stallMs;
    server.maxConnections = max;
    server.on('drop', () => this.#refused++);
    // With TLS it is the second one whose socket has the answers.
    for (const event of ['connection', 'secureConnection']) {
      server.on(event, (socket: Socket) => this.#add(socket));
    }
    server.on('listening', () => {
      const timer = setInterval(() => this.#cutOffStalled(Date.now()), CHECK_MS).unref();
      server.once('close', () => clearInterval(timer));
    });
    app.addHook('preClose', (done) => {
      this.#isClosing = true;
      done();
    });
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.#isClosing) reply.header('connection', 'close');
      done();
    });
    // For an answer whose headers had been sent before.
    app.addHook('onResponse', (request, _reply, done) => {
      if (this.#isClosing) request.raw.socket.destroySoon();
      done();
    });
  }

  /** Closed at once since the start, because there were too many. */
  get refused(): number {
    return this.#refused;
  }

  count(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  #add(socket: Socket): void {
    this.#progress.set(socket, { taken: 0, since: Date.now() });
    socket.once('close', () => this.#progress.delete(socket));
  }

  #cutOffStalled(now: number): void {
    for (const [socket, progress] of this.#progress) {
      const { writableLength } = socket;
      const taken = writableLength === 0 ? 0 : socket.bytesWritten - writableLength;
      if (writableLength === 0 || taken !== progress.taken) {
        progress.taken = taken;
        progress.since = now;
      } else if (now - progress.since >= this.#stallMs) {
        socket.destroy();
      }
    }
  }
}
