import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byteSize } from '../byte-size.js';
import type { Config } from '../config.js';
import { databaseFile } from '../runtime.js';
import { readSecrets, SECRETS_FILE } from '../secrets.js';
import { type Finding, ok, sentenceOf, warning, wrong } from './finding.js';

const OTHERS = 0o077;
/** Below this a write may fail at any moment. */
const LEAST_FREE = 100_000_000;
/** What the write-ahead log of a long read may grow to. */
const SPARE = 1_000_000_000;

/** Of SQLite: the directory with the database and the secrets, and who may read them. */
export function checkDirectory(config: Config): Finding[] {
  const { dataDirectory: directory } = config;
  const found = statSync(directory, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    const todo = 'Name the right one with --data or CLIENTELE_DATA; `clientele serve` makes it.';
    return [wrong('data directory', `There is no directory "${directory}".`, todo)];
  }
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const todo = 'Run as the user of the service, or give the directory to that user.';
    return [wrong('data directory', sentenceOf(error), todo)];
  }
  const open = (found.mode & OTHERS) !== 0;
  return [
    open
      ? warning(
          'data directory',
          `Others on this machine can look into "${directory}", where customers' data are.`,
          `chmod 700 "${directory}"`,
        )
      : ok('data directory', `"${directory}" belongs to the service alone.`),
    ...checkSecrets(config),
  ];
}

function checkSecrets({ dataDirectory, rootKey, jwtSecret, jwksUrl }: Config): Finding[] {
  const file = join(dataDirectory, SECRETS_FILE);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) {
    return rootKey && (jwtSecret || jwksUrl)
      ? []
      : [
          warning(
            'secrets',
            `There is no "${file}": the next start makes new secrets, and the root key and users' tokens from before no longer work.`,
            'Put a copy of the old file back, or let the start make a new one.',
          ),
        ];
  }
  if ((found.mode & OTHERS) !== 0) {
    const says = `Others on this machine can read "${file}", which opens everything.`;
    return [
      wrong('secrets', says, `chmod 600 "${file}", and make new secrets if they may be known.`),
    ];
  }
  try {
    const { rootKey: kept, jwtSecret: keptJwt } = readSecrets(file);
    if (!kept || !keptJwt) throw new Error(`The file "${file}" lacks a secret.`);
    return [ok('secrets', 'Only the service can read them.')];
  } catch (error) {
    const todo =
      'Put a copy of the old file back; without one, remove it: the next start makes new secrets.';
    return [wrong('secrets', sentenceOf(error), todo)];
  }
}

export function checkDisk(config: Config): Finding[] {
  if (!existsSync(config.dataDirectory)) return [];
  const { bavail, bsize } = statfsSync(config.dataDirectory);
  const file = databaseFile(config);
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return [judgeSpace(bavail * bsize, size(file) + size(`${file}-wal`))];
}

/** @param database the bytes of the database, as many as a backup beside it takes */
export function judgeSpace(free: number, database: number): Finding {
  const says = `${byteSize(free)} are free where the data are, and the database has ${byteSize(database)}.`;
  if (free < LEAST_FREE) {
    return wrong('disk', says, 'Make room: without it, writes are refused.');
  }
  return free < database + SPARE
    ? warning('disk', says, 'Make room: a backup or a large write may not fit.')
    : ok('disk', says);
}
