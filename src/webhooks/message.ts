import { Webhook as Signer } from 'standardwebhooks';
import packageJson from '../../package.json' with { type: 'json' };
import type { ChangeRow } from '../core/change.js';

/** What is sent, as Standard Webhooks wants it. */
export interface Message {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

interface Contents {
  /** The same in each attempt. */
  id: string;
  url: string;
  storeId: string;
  change: ChangeRow;
  /** One, or two while the receiver changes over. */
  secrets: readonly string[];
  /** When it is sent. */
  now: Date;
}

/** @param present how a change is shown, the same as in the native API */
export function messageOf(
  { id, url, storeId, change, secrets, now }: Contents,
  present: (change: ChangeRow) => object,
): Message {
  const body = JSON.stringify({
    type: change.operation,
    timestamp: change.at,
    data: { store: storeId, ...present(change) },
  });
  const signatures = secrets.map((secret) => new Signer(secret).sign(id, now, body));
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': `Clientele/${packageJson.version}`,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
    },
  };
}
