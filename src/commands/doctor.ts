import { systemEnvironment } from '../core/environment.js';
import { examine } from '../doctor/doctor.js';
import type { Finding } from '../doctor/finding.js';
import { databaseCommand } from './command.js';
import { print, visible } from './output.js';

export const doctor = databaseCommand(
  'doctor',
  'Check settings, files and the database, and say what to do; exits with 1 when something is wrong',
  'doctor --data ./data',
)
  .option('--json', 'print JSON')
  .action(async (flags: { data?: string; json?: boolean }) => {
    const findings = await examine(process.env, { data: flags.data }, systemEnvironment);
    const healthy = findings.every(({ result }) => result !== 'wrong');
    if (flags.json) print(JSON.stringify({ healthy, checks: findings }, null, 2));
    else for (const finding of findings) printFinding(finding);
    if (!healthy) process.exitCode = 1;
  });

function printFinding({ check, result, says, todo }: Finding): void {
  print(visible(`${result.padEnd(7)}  ${check}: ${says}`));
  if (todo) print(visible(`         → ${todo}`));
}
