import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { backup } from './commands/backup.js';
import { doctor } from './commands/doctor.js';
import { key } from './commands/key.js';
import { migrate } from './commands/migrate.js';
import { purge } from './commands/purge.js';
import { quote } from './commands/quote.js';
import { restore } from './commands/restore.js';
import { serve } from './commands/serve.js';
import { store } from './commands/store.js';
import { token } from './commands/token.js';
import { CoreError } from './core/errors.js';

const program = new Command('clientele')
  .description('Customer groups for shops, spoken in the APIs that shops already use.')
  .version(packageJson.version, '-v, --version')
  .addHelpText('after', '\nExample:\n  $ clientele serve --demo')
  .addCommand(serve)
  .addCommand(migrate)
  .addCommand(store)
  .addCommand(key)
  .addCommand(token)
  .addCommand(quote)
  .addCommand(purge)
  .addCommand(backup)
  .addCommand(restore)
  .addCommand(doctor);

/** What went wrong, in a sentence or two; nobody at a terminal needs a stack trace. */
function explain(error: unknown): string {
  if (error instanceof CoreError && error.faults.length > 0) {
    return error.faults.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n');
  }
  if (error instanceof Error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      return 'The port is in use. Choose another with --port or PORT; 0 picks a free one.';
    }
    const cause =
      error.cause instanceof Error
        ? ` (${error.cause.message || (error.cause as NodeJS.ErrnoException).code})`
        : '';
    return `${error.message}${cause}`;
  }
  return String(error);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`clientele: ${explain(error)}\n`);
  process.exitCode = 1;
}
