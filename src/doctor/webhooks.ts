import { join } from 'node:path';
import type { Config } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { Vault } from '../core/webhook-vault.js';
import type { Engine } from '../database/engine.js';
import { sealedSecrets } from '../database/maintenance/webhook-invariants.js';
import { deriveSecret, readSecrets, SECRETS_FILE } from '../secrets.js';
import { type Finding, ok, wrong } from './finding.js';

/** Whether the secrets of webhooks can be read with the root key that the service would have. */
export async function checkWebhookSecrets(engine: Engine, config: Config): Promise<Finding[]> {
  const sealed = await sealedSecrets(engine);
  const rootKey = config.rootKey ?? keptRootKey(config);
  if (sealed.length === 0 || rootKey === undefined) return [];
  const vault = new Vault(deriveSecret({ rootKey }, 'webhooks'), systemEnvironment);
  const unreadable = sealed.filter((one) => vault.open(one.secret, one) === undefined);
  const [example] = unreadable;
  if (!example) return [ok('webhook secrets', 'All of them can be read.')];
  return [
    wrong(
      'webhook secrets',
      `${unreadable.length} of ${sealed.length} were sealed under another root key (store ${example.storeId}: ${example.id}): what these webhooks are to be told waits.`,
      `Bring the old root key back, or rotate the secret of each: POST /v1/stores/${example.storeId}/webhooks/${example.id}/rotate, and give the new one to the receiver.`,
    ),
  ];
}

/** Undefined where there is none, which is for another check to say. */
function keptRootKey({ dataDirectory }: Config): string | undefined {
  try {
    return readSecrets(join(dataDirectory, SECRETS_FILE)).rootKey;
  } catch {
    return undefined;
  }
}
