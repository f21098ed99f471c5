import createClient, { type Middleware } from 'openapi-fetch';
import { token } from '../session/token';
import type { paths } from './generated/schema';
import { asProblem, Problem } from './problem';

/** The body that a GET of a path answers, as the OpenAPI document says: `Answer<'/v1/session'>`. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

const SCHEME = 'Bearer ';

/** For a request with another credential than the tab's. */
export const bearer = (credential: string) => ({
  headers: { authorization: SCHEME + credential },
});

const credentials: Middleware = {
  onRequest({ request }) {
    const { current } = token;
    // One that is only tried comes with its request.
    if (current && !request.headers.has('authorization')) {
      request.headers.set('authorization', SCHEME + current);
    }
    return request;
  },
  onResponse({ request, response }) {
    const shown = request.headers.get('authorization');
    if (response.status === 401 && shown) token.refused(shown.slice(SCHEME.length));
  },
};

/** `/v1`, typed by its own document. Calls go through `answer`, which turns problems into errors. */
export const api = createClient<paths>({ baseUrl: location.origin });
api.use(credentials);

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of an answer. @throws Problem for everything else */
export async function answer<Data>(call: Promise<Result<Data>>): Promise<NonNullable<Data>> {
  return (await answerWithTag(call)).data;
}

/** The same with the `ETag` of what it shows, for an `If-Match` later on. */
export async function answerWithTag<Data>(
  call: Promise<Result<Data>>,
): Promise<{ data: NonNullable<Data>; tag: string }> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw cause instanceof DOMException ? cause : Problem.unreachable(cause);
  });
  if (!response.ok) throw Problem.of(response, error);
  return { data: data as NonNullable<Data>, tag: response.headers.get('etag') ?? '' };
}

/** For an answer without a body. @throws Problem for everything else than a success */
export async function done(call: Promise<Result<unknown>>): Promise<void> {
  await answerWithTag(call);
}

interface Sending {
  /** The `ETag` of what was read: the write is refused (412) when it has changed since. */
  tag?: string | undefined;
  /** An idempotency key: a POST with one key is carried out once, however often it is sent. */
  key?: string | undefined;
  /** Marks what one action writes, so that it is found in the log to be undone. */
  requestId?: string | undefined;
}

export const sending = ({ tag, key, requestId }: Sending) => ({
  headers: {
    ...(tag && { 'if-match': tag }),
    ...(key && { 'idempotency-key': key }),
    ...(requestId && { 'x-request-id': requestId }),
  },
});

/** What a call answers; null where it is about something that is not there (404). */
export async function orNull<Data>(call: Promise<Data>): Promise<Data | null> {
  try {
    return await call;
  } catch (error) {
    if (asProblem(error).status === 404) return null;
    throw error;
  }
}

/** The most that a page of a collection holds. */
export const MAX_PAGE = 200;

interface PageOf<Entry> {
  data: readonly Entry[];
  nextCursor: string | null;
}

/** Reads a page by the query that names it. */
type Load<Entry> = (query: { limit: number; cursor?: string }) => Promise<PageOf<Entry>>;

/** The pages of a collection, each read when it is asked for. */
export async function* pages<Entry>(load: Load<Entry>): AsyncGenerator<PageOf<Entry>> {
  let cursor: string | null = null;
  do {
    const page: PageOf<Entry> = await load({ limit: MAX_PAGE, ...(cursor && { cursor }) });
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Entries of all pages, as far as `most`; `complete` says whether there are no more. */
export async function allPages<Entry>(
  load: Load<Entry>,
  most: number,
): Promise<{ entries: Entry[]; complete: boolean }> {
  const entries: Entry[] = [];
  for await (const { data, nextCursor } of pages(load)) {
    entries.push(...data);
    if (entries.length >= most) return { entries, complete: nextCursor === null };
  }
  return { entries, complete: true };
}
