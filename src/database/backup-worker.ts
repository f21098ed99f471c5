import { workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** Copying takes as long as the disk needs: in a thread of its own nothing else waits for it. */
const { from, to } = workerData as { from: string; to: string };
const database = new Database(from, { readonly: true, timeout: 5_000 });
try {
  database.prepare('VACUUM INTO ?').run(to);
} finally {
  database.close();
}
