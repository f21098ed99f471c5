import { Compile, type Validator } from 'typebox/compile';
import type { Reply } from './api.js';

type Schema = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };

/** The service's own OpenAPI document, against which answers are held. */
export class OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly #patterns: readonly (readonly [RegExp, string])[];
  readonly #validators = new Map<string, Validator | null>();

  constructor(document: { paths: OpenApi['paths'] }) {
    this.paths = document.paths;
    this.#patterns = Object.keys(document.paths).map((path) => [
      new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      path,
    ]);
  }

  static async of(origin: string): Promise<OpenApi> {
    const response = await fetch(`${origin}/openapi.json`);
    return new OpenApi((await response.json()) as ConstructorParameters<typeof OpenApi>[0]);
  }

  /** @throws where an answer is not as the document says, down to a field that it does not name */
  check(method: string, url: string, reply: Reply): void {
    const [path = ''] = url.split('?', 1);
    const named = this.#patterns.find(([pattern]) => pattern.test(path))?.[1] ?? '';
    const operation = this.paths[named]?.[method.toLowerCase()];
    if (!operation) return;
    const place = `${method} ${named} ${reply.status}`;
    const validator = this.#validator(place, operation, reply);
    const type = reply.headers.get('content-type') ?? '';
    const expected = reply.status < 400 ? 'application/json' : 'application/problem+json';
    if (validator === null) {
      if (reply.text !== '') throw new Error(`${place} is documented without a body.`);
      return;
    }
    if (!type.startsWith(expected)) throw new Error(`${place} has the type ${type}.`);
    if (!validator.Check(reply.json)) {
      const errors = JSON.stringify(validator.Errors(reply.json));
      throw new Error(`${place} is not as documented: ${errors}\n${reply.text}`);
    }
  }

  #validator(place: string, { responses }: Operation, { status }: Reply): Validator | null {
    const known = this.#validators.get(place);
    if (known !== undefined) return known;
    const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
    if (!response) throw new Error(`${place} is not documented.`);
    const [schema] = Object.values(response.content ?? {}).map((media) => media.schema);
    const validator = schema ? Compile(closed(schema) as never) : null;
    this.#validators.set(place, validator);
    return validator;
  }
}

/** The schema with every object closed, so that a field that is shown must be documented. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const);
  const isOpen = 'properties' in schema && !('additionalProperties' in schema);
  return { ...Object.fromEntries(members), ...(isOpen && { additionalProperties: false }) };
}
