import pg from 'pg';
import { type Finding, ok, wrong } from './finding.js';

const DISK_FULL = '53100';
/** Few enough to sort at once, and too many for the memory that the session gives itself. */
const ROWS = 100_000;
const SESSION = '-c work_mem=64kB -c statement_timeout=60s -c default_transaction_read_only=on';

/**
 * Whether PostgreSQL finds space: it tells nobody how much there is, so it is made to sort what does
 * not fit its memory. That takes some megabytes of its disk for a moment and changes nothing.
 */
export async function checkServerSpace(url: string): Promise<Finding> {
  const client = new pg.Client({ connectionString: url, options: SESSION });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(
      `select count(*) from (select n, md5(n::text) from generate_series(1, ${ROWS}) as n
        order by 2 offset 0) as sorted`,
    );
    return ok('disk', 'PostgreSQL finds space.');
  } catch (error) {
    if ((error as { code?: string }).code !== DISK_FULL) throw error;
    return wrong(
      'disk',
      'PostgreSQL finds no space on its disk.',
      'Make room on the disk of PostgreSQL: without it, writes are refused.',
    );
  } finally {
    await client.end();
  }
}
