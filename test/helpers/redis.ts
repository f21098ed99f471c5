import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A throw-away Redis without persistence. */
export interface RunningRedis {
  url: string;
  process: ChildProcess;
  /** Ends it at once. */
  end(): Promise<void>;
}

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** @param port the port of one that ended, to come back at the same place */
export async function startRedis(port?: number): Promise<RunningRedis> {
  const chosen = port ?? (await freePort());
  const child = spawn(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
    });
    void exited.then(() => reject(new Error('redis-server ended before it was ready.')));
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    process: child,
    end() {
      child.kill('SIGKILL');
      return exited;
    },
  };
}

export const portOf = (redis: RunningRedis): number => Number(new URL(redis.url).port);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
