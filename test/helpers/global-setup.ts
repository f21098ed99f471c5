import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL of a PostgreSQL server whose databases the tests may make; empty without one. */
    postgresUrl: string;
  }
}

/** Starts what the suites share. With `CLIENTELE_TEST_REQUIRE=postgresql` its absence is a failure. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  if (!postgres && process.env.CLIENTELE_TEST_REQUIRE?.includes('postgresql')) {
    throw new Error('PostgreSQL is required here, and this machine has none.');
  }
  project.provide('postgresUrl', postgres?.url ?? '');
  return async () => postgres?.stop();
}
