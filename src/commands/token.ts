import { InvalidArgumentError } from 'commander';
import { readConfig, tokenSettingsOf } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { Tokens } from '../http/tokens.js';
import { openRuntime } from '../runtime.js';
import { databaseCommand } from './command.js';
import { print } from './output.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNITS[unit] ?? 0);
  if (!seconds) throw new InvalidArgumentError('Give a number and a unit: 30m, 12h, 7d.');
  return seconds;
}

export const token = databaseCommand(
  'token <user>',
  'Mint a token (JWT) for a user, signed with the configured secret',
  'token anna --expires 12h',
)
  .option('--expires <duration>', 'how long it is good for: 30m, 12h, 7d', secondsOf, 3600)
  .option('--json', 'print JSON')
  .action(async (user: string, flags: { data?: string; expires: number; json?: boolean }) => {
    const config = readConfig(process.env, { data: flags.data });
    if (user === '') throw new Error('The user must not be empty.');
    const { engine, secrets } = openRuntime(config);
    try {
      const tokens = new Tokens(tokenSettingsOf(config, secrets.jwtSecret), systemEnvironment);
      const minted = await tokens.mint(user, flags.expires);
      print(flags.json ? JSON.stringify({ token: minted, expiresIn: flags.expires }) : minted);
    } finally {
      await engine.close();
    }
  });
