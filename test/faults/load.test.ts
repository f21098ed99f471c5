import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeEngines, makePlace } from '../helpers/engines.js';

const LOAD = fileURLToPath(new URL('../../bench/soak/run.js', import.meta.url));
const SECONDS = '30';
/** What a slow machine answers in that time, at the least. */
const FEWEST_ANSWERS = 1_000;

/** What `npm run load` prints for a program. */
interface Result {
  answers: number;
  failures: number;
  faults: string[];
  bytesPerAnswer: number;
  samples: { connections: number; database: number }[];
}

async function drive(...flags: string[]): Promise<{ code: number | null; results: Result[] }> {
  const child = spawn(process.execPath, [LOAD, '--json', '--seconds', SECONDS, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (bytes) => {
    output += bytes;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, results: JSON.parse(output || '[]') };
}

describeEngines('mixed load', (engine) => {
  // What a process holds is told by /proc, on Linux alone.
  it.skipIf(!existsSync('/proc/self/fd'))(
    'meets no error, and leaks no memory, descriptor or connection',
    {
      timeout: 120_000,
    },
    async () => {
      const place = await makePlace(engine);
      const database = place.databaseUrl ? ['--database', place.databaseUrl] : [];
      const { code, results } = await drive('--engine', engine, ...database).finally(place.remove);
      const [result] = results;
      expect([code, result?.failures, result?.faults]).toEqual([0, 0, []]);
      expect(result?.answers).toBeGreaterThan(FEWEST_ANSWERS);
      // It was load: clients were connected, and on PostgreSQL the service was to its database.
      const most = (of: 'connections' | 'database') =>
        Math.max(...(result?.samples ?? []).map((sample) => sample[of]));
      expect(most('connections')).toBeGreaterThan(5);
      if (engine === 'postgresql') expect(most('database')).toBeGreaterThan(1);
    },
  );
});
