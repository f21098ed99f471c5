import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type EngineName, makePlace, type Place } from './engines.js';

export const PROGRAM = fileURLToPath(new URL('../../bin/clientele.js', import.meta.url));

export const ROOT_KEY = 'root-key-of-the-tests-0123456789abcdef';
export const JWT_SECRET = 'jwt-secret-of-the-tests-0123456789abcdef';

/** The built program, serving on a port of its own over a place of its own. */
export interface RunningService {
  engine: EngineName;
  origin: string;
  place: Place;
  process: ChildProcess;
  /** Everything that it has written to standard error so far. */
  log(): string;
  /** The same of standard output. */
  output(): string;
  /** Ends the process with SIGTERM and gives its exit code; the data stay. */
  end(): Promise<number | null>;
  /** Ends the process and removes the data. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  place?: Place;
  arguments?: readonly string[];
  /** Another copy of the program. */
  program?: string;
  environment?: Readonly<Record<string, string>>;
}

/** Limits are off unless the environment says otherwise. */
export async function startService(
  engine: EngineName,
  options: ServiceOptions = {},
): Promise<RunningService> {
  const place = options.place ?? (await makePlace(engine));
  const child = spawn(
    process.execPath,
    [options.program ?? PROGRAM, 'serve', '--port', '0', ...(options.arguments ?? [])],
    {
      env: serviceEnvironment(place, options.environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /^Clientele serves on (\S+)$/.exec(line) ?? [];
      if (found) resolve(found);
    });
    void exited.then((code) => reject(new Error(`The service ended with ${code}: ${log}`)));
  });
  const end = () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    return exited;
  };
  return {
    engine,
    origin,
    place,
    process: child,
    log: () => log,
    output: () => output,
    end,
    async close() {
      await end();
      await place.remove();
    },
  };
}

/** The environment of a command that works on a place. */
export function serviceEnvironment(
  place: Place,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CLIENTELE_DATA: place.directory,
    CLIENTELE_ROOT_KEY: ROOT_KEY,
    CLIENTELE_JWT_SECRET: JWT_SECRET,
    CLIENTELE_RATE_LIMIT: 'off',
    ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
    ...more,
  };
}
