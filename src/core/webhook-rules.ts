import type { Fault } from './errors.js';
import { MAX_DESCRIPTION, MAX_WEBHOOK_URL } from './limits.js';
import { checkText } from './rules.js';
import type { Webhook } from './webhook.js';
import { isPublicHost } from './webhook-address.js';
import { checkEvents } from './webhook-events.js';

/** Everything that can be said about what its owner sets, without asking a name server. */
export const checkWebhook = (
  { url, events, description }: Pick<Webhook, 'url' | 'events' | 'description'>,
  allowsPrivate: boolean,
): Fault[] => [
  ...checkUrl(url, allowsPrivate),
  ...checkEvents(events),
  ...(description === null ? [] : checkText(['description'], description, MAX_DESCRIPTION)),
];

function checkUrl(text: string, allowsPrivate: boolean): Fault[] {
  const path = ['url'];
  const tooLong = checkText(path, text, MAX_WEBHOOK_URL);
  if (tooLong.length > 0) return tooLong;
  const fault = (message: string): Fault[] => [{ path, message }];
  if (!URL.canParse(text)) return fault('must be a URL such as "https://shop.example/hooks"');
  const { protocol, username, password, hostname } = new URL(text);
  if (protocol !== 'https:' && !(allowsPrivate && protocol === 'http:')) {
    return fault('must begin with https://');
  }
  if (username !== '' || password !== '') return fault('must not contain a user or a password');
  return allowsPrivate || isPublicHost(hostname)
    ? []
    : fault('must not name this machine, a private network or another address that is not public');
}
