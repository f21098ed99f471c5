import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a service and its PostgreSQL, and lets through what a test wants. */
export interface DatabaseProxy {
  /** The same database, reached through the proxy. */
  url: string;
  /** Keeps back every answer from the next COMMIT on; done when the server has committed. */
  holdAfterCommit(): Promise<void>;
  /** Present connections go silent without being closed, as when a network fails; new ones work. */
  silence(): void;
  close(): Promise<void>;
}

/** How a COMMIT looks in a request, and in the answer to it. */
const COMMIT = 'COMMIT\0';

export async function startProxy(url: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  let onCommitted: (() => void) | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let holds = false;
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (silent.has(client)) return;
      if (onCommitted && bytes.includes(COMMIT)) holds = true;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (silent.has(upstream)) return;
      if (!holds) client.write(bytes);
      else if (bytes.includes(COMMIT)) onCommitted?.();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(own.port) }).href,
    holdAfterCommit: () =>
      new Promise((resolve) => {
        onCommitted = resolve;
      }),
    silence() {
      for (const socket of sockets) silent.add(socket);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
