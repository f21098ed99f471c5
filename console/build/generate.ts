import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './document.js';
import { type Document, typesOf } from './types.js';

/** Writes what the console knows of the API. */
export async function generate(directory: string): Promise<void> {
  const document = (await openApiDocument()) as Document;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'schema.d.ts'), typesOf(document));
}
