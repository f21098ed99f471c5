// @ts-check
import { Agent, request } from 'node:http';

/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }} Answer */

/** Connections that are kept, as clients do; unlike those of `fetch` they can be closed. */
export class Connections {
  #agent = new Agent({ keepAlive: true });

  /**
   * @param {string} url
   * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
   * @returns {Promise<Answer>}
   */
  send(url, { method = 'GET', headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { agent: this.#agent, method, headers: { ...headers, ...length } };
      const sent = request(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: Number(response.statusCode), headers: response.headers, text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
