import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** An instant as 24 characters of ISO 8601 in UTC, to the millisecond; sorts as text. */
export type Instant = string;

/** The only sources of non-determinism. Tests put their own in their place. */
export interface Environment {
  /** Milliseconds since 1970. */
  clock(): number;
  /** Bytes that are given out once. */
  random(bytes: number): Buffer;
}

/** Asking the system for each id would cost more than the id's row. */
const POOL_BYTES = 8192;
let pool = randomBytes(POOL_BYTES);
let used = 0;

function pooledRandom(bytes: number): Buffer {
  if (used + bytes > POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

export const systemEnvironment: Environment = { clock: Date.now, random: pooledRandom };

export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** A time-ordered UUID (version 7), so that rows that are made together lie together. */
export const newId = (environment: Environment): string =>
  v7({ msecs: environment.clock(), random: environment.random(16) });
