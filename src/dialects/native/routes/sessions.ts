import { instant } from '../../../core/environment.js';
import { unauthenticated } from '../../../core/errors.js';
import { describeSession } from '../../../core/session-service.js';
import type { Endpoints } from '../endpoint.js';
import { NewSession, OpenedSession, Session } from '../schemas/sessions.js';

const tag = 'session';
/** A working day; a link is for a first look. */
const TOKEN_SECONDS = 12 * 60 * 60;

export function sessionRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/session',
    { summary: 'Tell who the credential is', tag, answers: { 200: Session } },
    async (view) => ({ status: 200, body: await describeSession(view) }),
  );

  endpoints.open(
    '/sessions',
    {
      summary: 'Exchange the code of a sign-in link for a token',
      tag,
      body: NewSession,
      answers: { 200: OpenedSession },
    },
    async ({ signInCodes, rateLimits, tokens, environment }, { body, address }) => {
      const signIn = signInCodes.redeem(body.code);
      if (!signIn) {
        await rateLimits.failedCredential(address);
        throw unauthenticated('The code is unknown, used or older than ten minutes.');
      }
      const expiresAt = instant(environment.clock() + TOKEN_SECONDS * 1000);
      const token = await tokens.mint(signIn.userId, TOKEN_SECONDS);
      return { status: 200, body: { token, expiresAt, store: signIn.storeId } };
    },
  );
}
