import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSED = new Set(['.html', '.js', '.css', '.svg']);

/** Compresses each file once, as well as can be: the service only sends it. */
export function compressed(): Plugin {
  let directory = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved({ root, build }) {
      directory = join(root, build.outDir);
    },
    closeBundle() {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSED.has(extname(entry.name))) continue;
        const name = join(entry.parentPath, entry.name);
        const bytes = readFileSync(name);
        const text = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
        writeFileSync(`${name}.br`, brotliCompressSync(bytes, { params: text }));
        writeFileSync(`${name}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
