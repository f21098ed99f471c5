import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request announces a body; clients send a content type without one, too. */
export const hasBody = ({
  'content-length': length,
  'transfer-encoding': encoding,
}: IncomingHttpHeaders): boolean =>
  encoding !== undefined || (length !== undefined && length !== '0');
