import type { Server } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { type Config, configuration, readConfig, tokenSettingsOf } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { purgeDaily } from '../daily-purge.js';
import { migrate } from '../database/migrate.js';
import { DEMO_STORE, DEMO_USER, demoKey, makeDemo } from '../demo.js';
import { dialects } from '../dialects/index.js';
import { presentChange } from '../dialects/native/present-change.js';
import { readConsole } from '../http/console.js';
import type { Service } from '../http/service.js';
import { SignInCodes } from '../http/sign-in-codes.js';
import { Tokens } from '../http/tokens.js';
import { commandCaller, openRuntime, type Runtime } from '../runtime.js';
import { buildServer, originOf, webhookSettingsOf } from '../server.js';
import { closeOnSignal } from '../shutdown.js';
import { tlsFiles } from '../tls.js';
import { Deliverer } from '../webhooks/deliverer.js';
import { sender } from '../webhooks/send.js';
import { command } from './command.js';
import { print } from './output.js';

/** Long enough for a first look, on the next day too; each start prints a new one. */
const DEMO_TOKEN_SECONDS = 7 * 24 * 60 * 60;

/** Beside the built program. */
const CONSOLE = fileURLToPath(new URL('./console/', import.meta.url));

const settings = configuration
  .map((setting) => {
    const otherwise = setting.default === undefined ? '' : ` (default ${setting.default})`;
    return `  ${setting.env.padEnd(28)} ${setting.help}${otherwise}`;
  })
  .join('\n');

export const serve = command(
  'serve',
  'Serve every API on one port',
  'serve --port 8080 --data ./data',
)
  .option('--port <number>', 'port to serve on; 0 picks a free one (PORT; default 8080)')
  .option('--host <address>', 'address to serve on (HOST; default 127.0.0.1)')
  .option('--data <directory>', 'directory of the SQLite database (CLIENTELE_DATA; default ./data)')
  .option('--demo', 'make a demo store on the first start, and print how to reach it')
  .addHelpText('after', `\nEnvironment variables:\n${settings}`)
  .action(async (flags: { port?: string; host?: string; data?: string; demo?: boolean }) => {
    const { demo, ...given } = flags;
    await start(readConfig(process.env, given), demo === true);
  });

async function start(config: Config, demo: boolean): Promise<void> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const runtime = openRuntime(config);
  const signInCodes = new SignInCodes(systemEnvironment);
  const consoleFiles = readConsole(CONSOLE);
  const webhookAttempts = { delivered: 0, failed: 0 };
  const app = await buildServer(config, runtime, log, {
    signInCodes,
    consoleFiles,
    webhookAttempts,
  });
  const deliverer = delivererOf(config, runtime, { log, attempts: webhookAttempts });
  const purging = purgeDaily(runtime.database, config.historyDays, log);
  closeOnSignal(async () => {
    await Promise.all([app.close(), purging.stop(), deliverer.stop()]);
    await runtime.engine.close();
  }, log);
  renewCertificateOnSignal(app, config, log);
  try {
    await migrate(runtime.engine, systemEnvironment);
    if (demo && (await makeDemo(runtime.database))) {
      print(
        'Made a demo store: an optical shop with 6 groups, 300 customers, 120 products and 2 price lists.',
      );
    }
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await runtime.engine.close();
    throw error;
  }
  const origin = originOf(app, config);
  print(`Clientele serves on ${origin}`);
  print(`  Console        ${consoleFiles ? `${origin}/` : 'not built: npm run build makes it'}`);
  print(`  Documentation  ${origin}/docs`);
  if (demo)
    await introduceDemo(config, runtime, { origin, signInCodes: consoleFiles && signInCodes });
  log.info({ engine: runtime.engine.name, origin }, 'ready');
  purging.start();
  deliverer.start();
}

function delivererOf(
  config: Config,
  { database, secrets }: Runtime,
  { log, attempts }: { log: Logger; attempts: Service['webhookAttempts'] },
): Deliverer {
  const { vault, allowsPrivate } = webhookSettingsOf(config, secrets, systemEnvironment);
  return new Deliverer({
    database,
    environment: systemEnvironment,
    vault,
    log,
    send: sender({ allowsPrivate }),
    present: presentChange,
    count: (result) => attempts[result]++,
  });
}

/** Certificates are renewed while the service runs: SIGHUP reads them again, and new connections use them. */
function renewCertificateOnSignal(app: FastifyInstance, config: Config, log: Logger): void {
  if (!config.tlsCertificate) return;
  process.on('SIGHUP', () => {
    try {
      (app.server as unknown as Server).setSecureContext(tlsFiles(config) ?? {});
      log.info('The certificate was read again.');
    } catch (error) {
      log.error({ err: error }, 'The old certificate stays in use.');
    }
  });
}

/** What a newcomer needs: the base URL of each API, a key, and a line to paste. */
async function introduceDemo(
  config: Config,
  { database, secrets: { rootKey, jwtSecret } }: Runtime,
  { origin, signInCodes }: { origin: string; signInCodes: SignInCodes | undefined },
): Promise<void> {
  const store = await database.read(commandCaller(''), (view) => view.stores.find(DEMO_STORE));
  if (!store) return;
  const secret = await demoKey(database, rootKey);
  print(`\nDemo store "${store.id}" (${store.name})`);
  print(`  Key       ${secret ?? 'revoked'}`);
  print(`  Root key  ${rootKey}`);
  if (!secret) return;
  const settings = tokenSettingsOf(config, jwtSecret);
  const token =
    'secret' in settings
      ? await new Tokens(settings, systemEnvironment).mint(DEMO_USER, DEMO_TOKEN_SECONDS)
      : undefined;
  if (token && signInCodes) {
    const code = signInCodes.issue({ userId: DEMO_USER, storeId: store.id });
    print(`  Sign in   ${origin}/#code=${code}  (once, within ten minutes)`);
  }
  for (const { title, introduce } of dialects) {
    if (!introduce) continue;
    const { baseUrl, curl } = introduce(store, { keyId: 'demo', secret, token }, origin);
    print(`\n${title}  ${baseUrl}\n${curl}`);
  }
}
