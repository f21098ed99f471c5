import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';
import { hasRedis } from './redis.js';
import { canMount } from './small-disk.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL of a PostgreSQL server whose databases the tests may make; empty without one. */
    postgresUrl: string;
    hasRedis: boolean;
  }
}

/** Starts what the suites share. What `CLIENTELE_TEST_REQUIRE` names (`postgresql,redis,tmpfs`) must be there. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const required = process.env.CLIENTELE_TEST_REQUIRE?.split(',') ?? [];
  if (required.includes('redis') && !hasRedis()) {
    throw new Error('Redis is required here, and this machine has none.');
  }
  if (required.includes('tmpfs') && !canMount()) {
    throw new Error('A small disk is required here, and this machine lets nobody mount one.');
  }
  const postgres = await startPostgres();
  if (!postgres && required.includes('postgresql')) {
    throw new Error('PostgreSQL is required here, and this machine has none.');
  }
  project.provide('hasRedis', hasRedis());
  project.provide('postgresUrl', postgres?.url ?? '');
  return async () => postgres?.stop();
}
