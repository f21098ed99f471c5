// Makes console/src/api/generated from the source of the service, before types are checked and
// before the console is built: so it is never committed and never stale.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Below node_modules, so that what stays outside is found.
const directory = join(root, 'node_modules', '.cache', `clientele-generate-${process.pid}`);
mkdirSync(directory, { recursive: true });
try {
  const file = join(directory, 'generate.mjs');
  await build({
    input: join(root, 'console', 'build', 'generate.ts'),
    platform: 'node',
    external: ['pino', /^@fastify\/swagger-ui/],
    output: { file, format: 'esm', codeSplitting: false },
    logLevel: 'warn',
  });
  const { generate } = await import(pathToFileURL(file).href);
  await generate(join(root, 'console', 'src', 'api', 'generated'));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
