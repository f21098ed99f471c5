/** An answer, however it was got. */
export interface Answered {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

export type Form = 'native' | 'bigcommerce' | 'ecwid' | 'emporix' | 'joptic';

/** Whose form an error under a path has: what no vendor's document names is the native API's. */
export function formOf(url: string): Form {
  const [path = ''] = url.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/, 1);
  const plain = path.split('/').map(decoded).join('/');
  if (/^\/api\/v3(\/|$)/.test(plain)) return 'ecwid';
  if (/^\/(shipping|oauth)(\/|$)/.test(plain)) return 'emporix';
  if (/^\/customer-group(\/|$)/.test(plain)) return 'joptic';
  return /^\/(stores\/|api\/v2(\/|$))/.test(plain) ? 'bigcommerce' : 'native';
}

/** Another spelling of a path is the same path. */
function decoded(segment: string): string {
  try {
    return decodeURI(segment);
  } catch {
    return segment;
  }
}

/** What of an answer with a status from 400 on is not as the dialect's document has it. */
export function faultsOfForm(form: Form, answer: Answered): string[] {
  return FAULTS[form](answer);
}

const FAULTS: Readonly<Record<Form, (answer: Answered) => string[]>> = {
  native: problemFaults,
  bigcommerce: bigcommerceFaults,
  ecwid: ecwidFaults,
  emporix: emporixFaults,
  joptic: jopticFaults,
};

const typeOf = ({ headers }: Answered): string => String(headers['content-type'] ?? '');

function problemFaults(answer: Answered): string[] {
  const faults: string[] = [];
  if (!typeOf(answer).startsWith('application/problem+json')) faults.push(typeOf(answer));
  const problem = parsed(answer.body);
  if (!isObject(problem)) return [...faults, 'is no object'];
  const { errors = [], ...members } = problem;
  const names = Object.keys(members).sort().join();
  if (names !== 'code,detail,status,title,type') faults.push(`has the members ${names}`);
  if (members.status !== answer.status) faults.push('names another status');
  for (const name of ['code', 'detail', 'title', 'type']) {
    if (typeof members[name] !== 'string' || members[name] === '') faults.push(`has no ${name}`);
  }
  if (!Array.isArray(errors) || !errors.every(isFault)) faults.push('has errors of another form');
  if (members.code === 'invalid' && (errors as unknown[]).length === 0) {
    faults.push('does not name what is invalid');
  }
  if (answer.status === 405 && !answer.headers.allow) faults.push('has no Allow');
  if (answer.status === 401 && !answer.headers['www-authenticate']) faults.push('has no challenge');
  return faults;
}

function isFault(error: unknown): boolean {
  if (!isObject(error) || typeof error.message !== 'string') return false;
  const { pointer, parameter, message: _, ...others } = error;
  return (
    (typeof pointer === 'string') !== (typeof parameter === 'string') &&
    Object.keys(others).length === 0
  );
}

/** A list of entries from a resource; an object, or one plain sentence, from the gateway before it. */
function bigcommerceFaults(answer: Answered): string[] {
  if (answer.status === 401 && answer.body === 'X-Auth-Token header is required') {
    return typeOf(answer).startsWith('text/plain') ? [] : [typeOf(answer)];
  }
  const faults = typeOf(answer).startsWith('application/json') ? [] : [typeOf(answer)];
  const body = parsed(answer.body);
  if (Array.isArray(body)) {
    return body.length > 0 && body.every((entry) => isEntry(entry, answer.status))
      ? faults
      : [...faults, 'has entries of another form'];
  }
  const isGateway =
    isObject(body) &&
    body.status === answer.status &&
    typeof body.title === 'string' &&
    Object.keys(body).every((name) => ['status', 'title', 'errors'].includes(name));
  return isGateway ? faults : [...faults, 'is neither a list of entries nor a gateway’s answer'];
}

const isEntry = (entry: unknown, status: number): boolean =>
  isObject(entry) &&
  entry.status === status &&
  typeof entry.message === 'string' &&
  Object.keys(entry).every((name) => ['status', 'message', 'details'].includes(name));

/** A text, with a code for some; nothing at all for a token that opens nothing. */
function ecwidFaults(answer: Answered): string[] {
  if (answer.status === 403 && answer.body === '') return [];
  const faults = typeOf(answer) === 'application/json; charset=utf-8' ? [] : [typeOf(answer)];
  const body = parsed(answer.body);
  if (!isObject(body)) return [...faults, 'is no object'];
  const { errorMessage, errorCode = 'NONE', ...others } = body;
  if (typeof errorMessage !== 'string' || errorMessage === '') faults.push('has no errorMessage');
  if (!/^[A-Z_]+$/.test(String(errorCode))) faults.push('has an errorCode of another form');
  if (Object.keys(others).length > 0) faults.push('has other members');
  if (answer.status === 405 && !answer.headers.allow) faults.push('has no Allow');
  return faults;
}

/** The gateway's `fault`, RFC 6749's `error`, or the document's `errorMessage`. */
function emporixFaults(answer: Answered): string[] {
  const faults = typeOf(answer) === 'application/json; charset=utf-8' ? [] : [typeOf(answer)];
  const body = parsed(answer.body);
  if (!isObject(body)) return [...faults, 'is no object'];
  if (answer.status === 401 && !answer.headers['www-authenticate']) faults.push('has no challenge');
  if (answer.status === 405 && !answer.headers.allow) faults.push('has no Allow');
  const names = Object.keys(body).sort().join();
  if (names === (answer.status === 401 ? 'fault' : 'error') || names === 'error') return faults;
  if (!/^(details,)?message,(moreInfo,)?status,type$/.test(names)) {
    faults.push(`has the members ${names}`);
  }
  if (body.status !== answer.status) faults.push('names another status');
  const { details = [''] } = body;
  if (!Array.isArray(details) || details.length === 0) faults.push('has details of another form');
  return faults;
}

/** Members without an `error`, since Nest itself sends none with these. */
const JOPTIC_UNNAMED: readonly unknown[] = [401, 429, 500];

/** The status, one text or a list of them, and the status in words. */
function jopticFaults(answer: Answered): string[] {
  const faults = typeOf(answer) === 'application/json; charset=utf-8' ? [] : [typeOf(answer)];
  const body = parsed(answer.body);
  if (!isObject(body)) return [...faults, 'is no object'];
  const { statusCode, message, error, ...others } = body;
  if (statusCode !== answer.status) faults.push('names another status');
  const texts = Array.isArray(message) ? message : [message];
  if (texts.length === 0 || texts.some((text) => typeof text !== 'string' || text === '')) {
    faults.push('has a message of another form');
  }
  if ((error === undefined) !== JOPTIC_UNNAMED.includes(statusCode)) faults.push(`has ${error}`);
  if (Object.keys(others).length > 0) faults.push('has other members');
  return faults;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
