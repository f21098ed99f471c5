import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's Chromium, or one of another name that is in the path. */
export function findChromium(): string | undefined {
  const directories = (process.env.PATH ?? '').split(':');
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names
    .flatMap((name) => directories.map((directory) => join(directory, name)))
    .find((path) => existsSync(path));
}
