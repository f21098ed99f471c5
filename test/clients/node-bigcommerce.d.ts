/** The package ships no types: what the suite uses of it. */
declare module 'node-bigcommerce' {
  import type { Agent } from 'node:https';

  interface Config {
    clientId: string;
    accessToken: string;
    storeHash: string;
    responseType?: 'json' | 'xml';
    headers?: Readonly<Record<string, string>>;
    /** Whether a 429 is an error, rather than a reason to wait and try again. */
    failOnLimitReached?: boolean;
    agent?: Agent;
  }

  export default class BigCommerce {
    constructor(config: Config);
    get(path: string): Promise<unknown>;
    post(path: string, data: object): Promise<unknown>;
    put(path: string, data: object): Promise<unknown>;
    delete(path: string): Promise<unknown>;
  }
}
