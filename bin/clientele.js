#!/usr/bin/env node
// Runs the program; in a checkout it builds first what is missing or older than its source.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import v8 from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCheckout = existsSync(join(root, 'src'));

function newest(directory) {
  const times = readdirSync(directory, { recursive: true, withFileTypes: true })
    // What a build makes there says nothing of the source.
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('generated'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(...times);
}

/** Whether something built is missing, or older than its source. */
function isStale(built, source) {
  return !existsSync(built) || statSync(built).mtimeMs < newest(join(root, source));
}

function run(...commandLine) {
  const stdio = ['ignore', 2, 2];
  const { status } = spawnSync(process.execPath, commandLine, { cwd: root, stdio });
  if (status !== 0) process.exit(status ?? 1);
}

const built = join(root, 'dist', 'main.js');
if (isCheckout && isStale(built, 'src')) {
  process.stderr.write('Building Clientele …\n');
  run(join('node_modules', 'rolldown', 'bin', 'cli.mjs'), '-c', '--logLevel', 'warn');
}
// Only who serves has a use for the console.
const isServing = process.argv[2] === 'serve';
if (isCheckout && isServing && isStale(join(root, 'dist', 'console', 'index.html'), 'console')) {
  process.stderr.write('Building the console …\n');
  run(join('console', 'build', 'generate.js'));
  run(join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'console', '--logLevel', 'warn');
}

// The heap grows in small steps: a collection more now and then, and a third less memory after load.
v8.setFlagsFromString('--heap-growing-percent=25');
// What a request makes lives until the database answers: V8 would take that for a long life, make
// such objects among the old ones, and collect those all the time (a list cost a third more).
v8.setFlagsFromString('--no-allocation-site-pretenuring');
await import(pathToFileURL(built).href);
