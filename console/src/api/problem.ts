/** A fault of one field or parameter. */
export interface FieldFault {
  /** A JSON Pointer into the body, or a parameter's name. */
  place: string;
  message: string;
}

interface Body {
  title?: string;
  detail?: string;
  code?: string;
  errors?: { pointer?: string; parameter?: string; message: string }[];
  changes?: unknown[];
  total?: number;
}

/** What the API says that went wrong (RFC 9457), or that it cannot be reached. */
export class Problem extends Error {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly faults: readonly FieldFault[];
  /** The changes that stand in the way, where there are any, and how many there are in all. */
  readonly inTheWay: { changes: readonly unknown[]; total: number };

  constructor(status: number, body: Body) {
    const { title = '', detail = title, code = '', errors = [], changes = [] } = body;
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.faults = errors.map(({ pointer, parameter, message }) => ({
      place: pointer ?? parameter ?? '',
      message,
    }));
    this.inTheWay = { changes, total: body.total ?? changes.length };
  }

  static of(response: Response, body: unknown): Problem {
    const known = typeof body === 'object' && body !== null ? (body as Body) : {};
    return new Problem(response.status, { title: response.statusText, ...known });
  }

  static unreachable(cause: unknown): Problem {
    return new Problem(0, { code: 'unreachable', detail: String(cause) });
  }

  /** Somebody else has changed it meanwhile. */
  get isStale(): boolean {
    return this.status === 412;
  }

  get isConflict(): boolean {
    return this.status === 409;
  }

  /** Trying again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 429;
  }

  /** The faults of a form's fields, by name: `/name` is the field `name`. */
  get byField(): Record<string, string> {
    return Object.fromEntries(
      this.faults.map(({ place, message }) => [place.split('/')[1] ?? place, message]),
    );
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(500, { detail: String(error) });
