import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import { CoreError, type Fault, invalid } from '../../core/errors.js';
import { AMOUNT_PATTERN } from '../../core/money.js';
import { STORE_ID_PATTERN } from '../../core/store.js';
import { ID_PATTERN, isStorable } from '../../core/text.js';
import { lastValues, type Query } from '../../http/query.js';

/** More faults than anybody would mend at once are cut off. */
Settings.Set({ maxErrors: 100 });

/** Faults of parameters of path, query or header; the path's first step is the parameter's name. */
export class InvalidParameters extends CoreError {
  constructor(faults: readonly Fault[]) {
    super('invalid', 'The request is not valid.', { faults });
  }
}

/**
 * Validates with the schemas that also make the OpenAPI document. Nothing is removed or coerced
 * in a body; the texts of path and query are read as what their schema says.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const faultsIn = (value: unknown) => faultsOf(validator, value);
  if (httpPart === 'body') {
    return (body) => {
      const faults = faultsIn(body);
      return faults.length > 0 ? { error: invalid(faults) } : { value: body };
    };
  }
  const types = propertyTypes(schema);
  return (input: unknown) => {
    const { value, faults } =
      httpPart === 'querystring'
        ? readQuery(input as Query, types)
        : readAll(Object.entries(input as Record<string, string>), types);
    const all = firstOfEach([...faults, ...faultsIn(value)]);
    return all.length > 0 ? { error: new InvalidParameters(all) } : { value };
  };
};

/** What is wrong with a value, in words. */
export const faultsOf = (
  validator: Pick<Validator, 'Check' | 'Errors'>,
  value: unknown,
): Fault[] => (validator.Check(value) ? [] : firstOfEach(readable(validator.Errors(value))));

/** A text that is too short may also miss a pattern: the first fault of a place tells enough. */
function firstOfEach(faults: readonly Fault[]): Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) {
    const place = JSON.stringify(fault.path);
    if (!first.has(place)) first.set(place, fault);
  }
  return [...first.values()];
}

type Types = ReadonlyMap<string, string>;

function propertyTypes(schema: TSchema): Types {
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
  return new Map(Object.entries(properties).map(([name, { type = 'string' }]) => [name, type]));
}

interface Parameters {
  value: object;
  faults: Fault[];
}

function readQuery(query: Query, types: Types): Parameters {
  const faults: Fault[] = [];
  const values = [...lastValues(query)];
  for (const [name, { count }] of values) {
    if (query.malformed.has(name)) faults.push({ path: [name], message: 'is not well-formed' });
    else if (count > 1) faults.push({ path: [name], message: 'must be given once' });
  }
  const read = readAll(
    values.map(([name, { value }]) => [name, value]),
    types,
  );
  return { value: read.value, faults: [...faults, ...read.faults] };
}

/** A text that does not read as its type stays a text, and the schema then says what it should be. */
function readAll(entries: readonly (readonly [string, string])[], types: Types): Parameters {
  return {
    value: Object.fromEntries(entries.map(([name, text]) => [name, read(text, types.get(name))])),
    // No body gets this far with such a text (see `parseJsonBody`), and no parameter may.
    faults: entries
      .filter(([, text]) => !isStorable(text))
      .map(([name]) => ({ path: [name], message: 'must not contain NUL' })),
  };
}

function read(text: string, type: string | undefined): unknown {
  if (type === 'integer' && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** In words. */
function readable(errors: readonly TLocalizedValidationError[]): Fault[] {
  return errors.flatMap((error): Fault[] => {
    const path = pathOf(error.instancePath);
    const params = error.params as Record<string, unknown>;
    switch (error.keyword) {
      // Of an unknown member; `additionalProperties` says so again of all, unless there are too
      // many errors to get that far.
      case 'boolean':
        return [{ path, message: UNKNOWN }];
      case 'additionalProperties':
        return (params.additionalProperties as string[]).map((name) => ({
          path: [...path, name],
          message: UNKNOWN,
        }));
      case 'required':
        return (params.requiredProperties as string[]).map((name) => ({
          path: [...path, name],
          message: 'is required',
        }));
      default:
        return [{ path, message: messageOf(error.keyword, params, error.message) }];
    }
  });
}

const UNKNOWN = 'is not known here';

const PATTERNS: Readonly<Record<string, string>> = {
  [ID_PATTERN]: 'must not contain control characters',
  [AMOUNT_PATTERN]: 'must be an amount of 0 or more with up to four decimals, such as "12.50"',
  [STORE_ID_PATTERN]:
    'must have 1 to 63 characters: small letters, digits and hyphens, none at either end',
  '^[A-Z]{3}$': 'must be a currency code of ISO 4217 such as "USD"',
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

function messageOf(keyword: string, params: Record<string, unknown>, fallback: string): string {
  switch (keyword) {
    case 'type': {
      const names = [params.type].flat().map((type) => TYPES[String(type)] ?? String(type));
      return `must be ${names.join(' or ')}`;
    }
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'minLength':
      return params.limit === 1
        ? 'must not be empty'
        : `must have at least ${params.limit} characters`;
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'minimum':
      return `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'minItems':
      return 'must not be empty';
    case 'maxItems':
      return `must have at most ${params.limit} entries`;
    case 'pattern':
      return PATTERNS[String(params.pattern)] ?? `must match ${String(params.pattern)}`;
    case 'format':
      return 'must be a time of ISO 8601 such as "2026-01-31T09:00:00.000Z"';
    default:
      return fallback;
  }
}

function pathOf(pointer: string): (string | number)[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
