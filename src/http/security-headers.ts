import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const SELF = ["'self'"];
const NONE = ["'none'"];

/**
 * Of a page: its own files alone, no script or style inside of it, and nobody's frame around it. A
 * style that a script sets on an element (`element.style`) is none of the policy's business, and
 * components that write style sheets into the page are not used; see docs/console.md.
 */
export const PAGE_POLICY = {
  'default-src': NONE,
  'script-src': SELF,
  'style-src': SELF,
  'img-src': [...SELF, 'data:'],
  'font-src': SELF,
  'connect-src': SELF,
  'base-uri': NONE,
  'form-action': NONE,
  'frame-ancestors': NONE,
} satisfies Record<string, readonly string[]>;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * What tells browsers to keep to the service's pages, as helmet has it. It is the same on every
 * answer, so it is asked once: also for answers that no hook of a framework sees.
 * @param https whether clients reach the service by HTTPS; told to others, it would lock them out
 */
export function securityHeaders({ https }: { https: boolean }): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY },
    // Of the other hosts of the operator's domain nobody has said that they speak HTTPS.
    strictTransportSecurity: https && { maxAge: YEAR_SECONDS, includeSubDomains: false },
    frameguard: { action: 'deny' },
  });
  set(response.req, response, (error) => {
    if (error) throw error;
  });
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
