import { InvalidArgumentError } from 'commander';
import { PAST } from '../core/database.js';
import { instant, systemEnvironment } from '../core/environment.js';
import { purgeHistory } from '../core/purge-service.js';
import { commandCaller } from '../runtime.js';
import { databaseCommand, withRuntime } from './command.js';
import { print, printTable } from './output.js';

/** As far back as the setting may reach. */
const MAX_DAYS = 36_500;

function daysOf(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= MAX_DAYS) return days;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_DAYS}.`);
}

export const purge = databaseCommand(
  'purge',
  'Remove the history that is older than its time; serve does so every day',
  'purge --days 90',
)
  .option(
    '--days <number>',
    'days of history to keep (CLIENTELE_HISTORY_DAYS; default 400)',
    daysOf,
  )
  .option('--json', 'print JSON')
  .action(async (flags: { data?: string; days?: number; json?: boolean }) => {
    await withRuntime(flags, async ({ database }, config) => {
      const historyDays = flags.days ?? config.historyDays;
      const now = instant(systemEnvironment.clock());
      const purged = await purgeHistory(database, commandCaller, { historyDays, now });
      if (flags.json) print(JSON.stringify(purged, null, 2));
      else {
        printTable(
          [{ title: 'kind' }, { title: 'removed', right: true }],
          PAST.map((kind) => [kind, String(purged[kind])]),
        );
      }
    });
  });
