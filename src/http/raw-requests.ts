import type { Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpFault, type HttpFaultCode } from './fault.js';

/** What a request line names; what cannot be read of it is made up. */
export interface Target {
  method: string;
  url: string;
  /** Of the page that asks, when a browser does. */
  origin?: string | undefined;
}

interface RawAnswer {
  status: number;
  statusMessage?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

type Refuse = (fault: HttpFault, target: Target) => RawAnswer;

type ParserError = Error & { code?: string; rawPacket?: unknown };

const FAULTS: Readonly<Record<string, [HttpFaultCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['timeout', 'The request took too long to arrive.'],
};

/** Answers what Node's parser refuses, in the form of the dialect whose path the request names. */
export function refuseMalformed(error: ParserError, socket: Socket, refuse: Refuse): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // Node's own note of the answer that is under way on a connection.
  const { _httpMessage: running } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (running?.req.complete) {
    // What is malformed came after that request, whose answer comes first.
    running.once('finish', () => refuseMalformed(error, socket, refuse));
  } else if (running?.headersSent) {
    socket.destroy();
  } else {
    const [code, message] = FAULTS[error.code ?? ''] ?? [
      'malformed_request',
      'The request is not well-formed HTTP.',
    ];
    end(socket, refuse(new HttpFault(code, message), targetOf(running, error.rawPacket)));
  }
}

/** Of the request whose body is being read, or of the first line of what has arrived. */
function targetOf(running: ServerResponse | null | undefined, packet: unknown): Target {
  if (running) {
    const { method = 'GET', url = '/', headers } = running.req;
    return { method, url, origin: headers.origin };
  }
  const text = Buffer.isBuffer(packet) ? packet.toString('latin1', 0, 2048) : '';
  const [line = ''] = text.split('\r\n', 1);
  const [method = 'GET', url = '/'] = line.split(' ');
  const [, origin] = /\r\norigin: *([^\s]+)\r\n/i.exec(text) ?? [];
  return { method, url, origin };
}

/** Answers by the application's rules what Node's server would answer, or drop, by itself. */
export function answerAll(server: Server, refuse: Refuse): void {
  // An expectation that nobody can meet may be passed over.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', ({ method = '', url = '' }, socket) => {
    const fault = new HttpFault('malformed_request', 'This is no proxy.');
    end(socket as Socket, refuse(fault, { method, url }));
  });
}

/** Time for a client to read why, before what it still sends is no longer taken. */
const LINGER_MS = 1_000;

function end(socket: Socket, { status, statusMessage, headers, body = '' }: RawAnswer): void {
  const lines = Object.entries({
    ...headers,
    date: new Date().toUTCString(),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const reason = statusMessage ?? STATUS_CODES[status];
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`);
  // Node no longer watches this connection, and a client may leave its side open for ever.
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}
