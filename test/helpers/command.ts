import { spawn } from 'node:child_process';
import { PROGRAM } from './service.js';

/** What a command printed, and how it ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Undefined when the output is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into output of every form
  json: any;
}

/** Runs `clientele` with these arguments to its end. */
export const runCommand = (
  environment: NodeJS.ProcessEnv,
  ...commandLine: string[]
): Promise<Ran> => feedCommand(environment, '', ...commandLine);

/** The same with something on its standard input. */
export async function feedCommand(
  environment: NodeJS.ProcessEnv,
  input: string | Buffer,
  ...commandLine: string[]
): Promise<Ran> {
  const child = spawn(process.execPath, [PROGRAM, ...commandLine], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that ends without reading it closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr, json: parsed(stdout) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
