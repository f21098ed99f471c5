import type { IncomingMessage } from 'node:http';

const SANE = /^[\w.:-]{1,128}$/;

/** The caller's `X-Request-Id` if it is sane, otherwise a number within this process. */
export function requestId(
  processId: string,
): (request: Pick<IncomingMessage, 'headers'>) => string {
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && SANE.test(given) ? given : `${processId}-${++count}`;
  };
}
