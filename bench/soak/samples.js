// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import pg from 'pg';

/**
 * What a service holds at a moment: megabytes, and counts.
 * @typedef {object} Sample
 * @property {number} second since the load began
 * @property {number} answers so far
 * @property {number} rss megabytes
 * @property {number} heap megabytes that it keeps, buffers included, without garbage
 * @property {number} connections of HTTP, without the one that asks
 * @property {number} files open descriptors that are neither of these connections nor of the database's
 * @property {number} database connections to PostgreSQL
 * @property {number} held of these, in a transaction or at work
 */

const MEGABYTE = 1024 * 1024;

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {{ port: number, pid: number }} service
 * @param {string | undefined} databaseUrl
 */
export async function openSampler({ port, pid }, databaseUrl) {
  const client = databaseUrl ? new pg.Client(databaseUrl) : undefined;
  await client?.connect();
  /**
   * @param {number} second
   * @param {number} answers
   * @returns {Promise<Sample>}
   */
  async function sample(second, answers) {
    const metrics = await metricsOf(port);
    const connections = metrics('clientele_http_connections') - 1;
    const { database, held } = await databaseConnections(client);
    return {
      second,
      answers,
      rss: rssOf(pid),
      heap:
        (metrics('nodejs_heap_size_used_bytes') + metrics('nodejs_external_memory_bytes')) /
        MEGABYTE,
      connections,
      files: readdirSync(`/proc/${pid}/fd`).length - connections - database,
      database,
      held,
    };
  }
  return { sample, close: async () => client?.end() };
}

/** @param {number} pid */
function rssOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** @param {pg.Client | undefined} client */
async function databaseConnections(client) {
  if (!client) return { database: 0, held: 0 };
  const { rows } = await client.query(`select count(*)::int as database,
      count(*) filter (where state <> 'idle' and now() - state_change > interval '5 seconds')::int as held
    from pg_stat_activity where application_name = 'clientele' and datname = current_database()`);
  return rows[0];
}

/**
 * On a connection of its own, which is closed after it.
 * @param {number} port
 * @returns {Promise<(name: string) => number>}
 */
function metricsOf(port) {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/metrics', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])),
      );
    }).on('error', reject);
  });
}
