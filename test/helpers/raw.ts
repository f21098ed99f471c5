import { connect, type Socket } from 'node:net';

/** A connection on which a test sends what it likes, when it likes. */
export interface RawConnection {
  socket: Socket;
  send(bytes: string): void;
  /** Everything that came back so far. */
  received(): string;
  /** When the other side has closed it, in whatever way. */
  closed: Promise<void>;
}

/** @param allowHalfOpen a client that does not close its side when the other one does */
export async function openRaw(
  origin: string,
  { allowHalfOpen = false }: { allowHalfOpen?: boolean } = {},
): Promise<RawConnection> {
  const { port, hostname } = new URL(origin);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen });
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    received += text;
  });
  // A connection that is reset is closed, too.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed]);
  return {
    socket,
    send: (bytes) => void socket.write(bytes, 'latin1'),
    received: () => received,
    closed,
  };
}
