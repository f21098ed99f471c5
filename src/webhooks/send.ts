import { promises as dns, type LookupAddress } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Outcome } from '../core/webhook.js';
import { isPublicAddress } from '../core/webhook-address.js';
import type { Message } from './message.js';

/** From the first look at the address to the end of the answer. */
const TIMEOUT_MS = 15_000;
/** Nobody needs more of an answer than its status. */
const MAX_ANSWER_BYTES = 64 * 1024;

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

interface SendOptions {
  /** Whether http and addresses that are not public are allowed. */
  allowsPrivate: boolean;
  resolve?: Resolve;
  timeoutMs?: number;
}

/** Sends a message once; `signal` takes it back. Never throws: what went wrong is in words. */
export type Send = (message: Message, signal: AbortSignal) => Promise<Outcome>;

const NOT_PUBLIC = 'the address is not a public one';

class Refused extends Error {}

export function sender({
  allowsPrivate,
  resolve = (hostname) => dns.lookup(hostname, { all: true }),
  timeoutMs = TIMEOUT_MS,
}: SendOptions): Send {
  const isAllowed = (address: string) => allowsPrivate || isPublicAddress(address);

  /** All of a name's addresses must be allowed: the connection is made to one of them, and to no other. */
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => isAllowed(address))) {
          const refused: NodeJS.ErrnoException = new Refused(NOT_PUBLIC);
          callback(first ? refused : Object.assign(refused, { code: 'ENOTFOUND' }), '', 0);
        } else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, '', 0),
    );
  };

  return ({ url: text, headers, body }, signal) => {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // No name, so nobody looks it up.
    const isLiteral = isIP(host) !== 0;
    if (isLiteral && !isAllowed(host)) return Promise.resolve({ status: null, error: NOT_PUBLIC });
    // It was allowed once.
    if (url.protocol !== 'https:' && !allowsPrivate) {
      return Promise.resolve({ status: null, error: 'the URL does not begin with https://' });
    }
    return new Promise((done) => {
      const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const length = { 'content-length': Buffer.byteLength(body) };
      const options = { method: 'POST', headers: { ...headers, ...length }, lookup, agent: false };
      const sent: ClientRequest = make(url, { ...options, signal });
      let status: number | null = null;
      const end = (error: string | null) => {
        clearTimeout(timer);
        done({ status, error: error ?? errorOf(status) });
        sent.destroy();
      };
      const timer = setTimeout(
        () => end(`the receiver did not answer in full within ${timeoutMs / 1000} seconds`),
        timeoutMs,
      );
      sent.once('response', (answer) => {
        status = answer.statusCode ?? null;
        readSome(answer).then(
          () => end(null),
          (error) => end(wordsFor(error)),
        );
      });
      sent.on('error', (error) => end(wordsFor(error)));
      sent.end(body);
    });
  };
}

/** To its end, or as far as anybody reads. */
function readSome(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) resolve();
    });
    answer.once('end', resolve);
    answer.on('error', reject);
    answer.once('close', () => reject(new Error('cut off')));
  });
}

const errorOf = (status: number | null): string | null => {
  if (status !== null && status >= 200 && status < 300) return null;
  const redirects = status !== null && status >= 300 && status < 400;
  return `the receiver answered ${status}${redirects ? ', and redirects are not followed' : ''}`;
};

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  ETIMEDOUT: 'there was no connection in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** Without the driver's own text, which may hold addresses. */
function wordsFor(error: NodeJS.ErrnoException): string {
  const { code = '' } = error;
  const known = WORDS[code];
  if (known) return known;
  if (error instanceof Refused) return NOT_PUBLIC;
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(code)) {
    return `the certificate of the receiver is not accepted (${code})`;
  }
  if (code.startsWith('HPE_')) return 'the receiver did not answer in HTTP';
  return error.message === 'cut off'
    ? 'the answer was cut off'
    : `the connection failed${code && ` (${code})`}`;
}
