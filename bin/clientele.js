#!/usr/bin/env node
// Runs the program; in a checkout it builds first what is missing or older than its source.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import v8 from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const built = join(root, 'dist', 'main.js');

function newest(directory) {
  const times = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(...times);
}

if (existsSync(source) && (!existsSync(built) || statSync(built).mtimeMs < newest(source))) {
  process.stderr.write('Building Clientele …\n');
  const builder = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  const { status } = spawnSync(process.execPath, [builder, '-c', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

// The heap grows in small steps: a collection more now and then, and a third less memory after load.
v8.setFlagsFromString('--heap-growing-percent=25');
await import(pathToFileURL(built).href);
