import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, bearer } from './client';
import { Problem } from './problem';

export type Session = Answer<'/v1/session'>;
export type Scope = NonNullable<Session['stores']>[number]['scopes'][number];

/** Who the credential of this tab is. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => answer(api.GET('/v1/session', { signal })),
    staleTime: 60_000,
  });

/** Who a credential would be, before it is kept. @throws Problem 401 when it is none */
export async function tryCredential(credential: string): Promise<Session> {
  // No header can hold it, so it is none.
  if (!/^[\x21-\x7e]+$/.test(credential)) throw new Problem(401, {});
  return answer(api.GET('/v1/session', bearer(credential)));
}

/** Exchanges the code of a sign-in link; it works once. */
export const openSession = (code: string) => answer(api.POST('/v1/sessions', { body: { code } }));
