import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

/** A key pair of an issuer, and its public half as it is published. */
export interface IssuerKey {
  alg: string;
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

/** Publishes keys over HTTP, as an issuer of tokens does. */
export interface Issuer {
  url: string;
  /** How often it was asked for its keys. */
  asked(): number;
  publish(...keys: readonly JWK[]): void;
  /** Answers as it is told from now on; the connection is cut unless a response is made. */
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function issuerKey(alg: string, kid: string): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

export async function startIssuer(): Promise<Issuer> {
  let asked = 0;
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(503).end();
  const server = createServer((_, response) => {
    asked++;
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/jwks.json`,
    asked: () => asked,
    publish(...keys) {
      answer = (response) => response.end(JSON.stringify({ keys }));
    },
    answerWith(next) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
