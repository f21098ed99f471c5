/**
 * Writes the types of an OpenAPI document in the form that openapi-fetch takes. The usual generator
 * needs the interface of TypeScript 5, and what our own document uses of JSON Schema is little; a
 * keyword that is not known here is an error, and not an `any`.
 */

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  description?: string;
}

interface Parameter {
  in: 'query' | 'path' | 'header';
  name: string;
  required?: boolean;
  schema: Schema;
  description?: string;
}

type Content = Record<string, { schema: Schema }>;

interface Operation {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'trace'];

/** Keywords that say something of a value, and nothing of its type. */
const IGNORED = new Set([
  ...[
    'description',
    'default',
    'format',
    'pattern',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
  ],
  ...['minItems', 'maxItems', 'additionalProperties', 'required', 'examples', '~unsafe'],
]);
const KNOWN = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'properties', 'items'],
  'patternProperties',
]);

export function typesOf({ paths }: Document): string {
  const members = Object.entries(paths).map(([path, operations]) => {
    const methods = METHODS.map((method) => {
      const operation = operations[method];
      return operation
        ? `${comment(operation.summary)}${method}: ${operationOf(operation)};`
        : `${method}?: never;`;
    });
    return `${JSON.stringify(path)}: {\nparameters: {};\n${methods.join('\n')}\n};`;
  });
  return `// Made from the OpenAPI document by console/build/generate.js.\nexport interface paths {\n${members.join('\n')}\n}\n`;
}

function operationOf({ parameters = [], requestBody, responses }: Operation): string {
  const places = (['query', 'path', 'header'] as const).map((place) => {
    const there = parameters.filter((parameter) => parameter.in === place);
    if (there.length === 0) return `${place}?: never;`;
    const optional = there.every(({ required }) => !required) ? '?' : '';
    const fields = there.map((parameter) =>
      field(parameter.name, parameter.schema, parameter.required),
    );
    return `${place}${optional}: {\n${fields.join('\n')}\n};`;
  });
  const answers = Object.entries(responses).map(
    ([status, { content }]) =>
      `${/^\d+$/.test(status) ? status : JSON.stringify(status.toLowerCase())}: { headers: {}; content${content ? '' : '?'}: ${content ? contentOf(content) : 'never'} };`,
  );
  const body = requestBody
    ? `requestBody${requestBody.required === false ? '?' : ''}: { content: ${contentOf(requestBody.content)} };`
    : 'requestBody?: never;';
  return `{\nparameters: {\n${places.join('\n')}\ncookie?: never;\n};\n${body}\nresponses: {\n${answers.join('\n')}\n};\n}`;
}

const contentOf = (content: Content): string =>
  `{ ${Object.entries(content)
    .map(([type, { schema }]) => `${JSON.stringify(type)}: ${typeOf(schema)};`)
    .join(' ')} }`;

function field(name: string, schema: Schema, required = false): string {
  return `${comment(schema.description)}${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)};`;
}

const comment = (text = ''): string => (text ? `/** ${text.replaceAll('*/', '* /')} */\n` : '');

function typeOf(schema: Schema): string {
  for (const keyword of Object.keys(schema)) {
    if (!IGNORED.has(keyword) && !KNOWN.has(keyword)) {
      throw new Error(`The types know nothing of "${keyword}" in ${JSON.stringify(schema)}.`);
    }
  }
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return union(any.map(typeOf));
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
  if (schema.type === undefined) return 'unknown';
  return union([schema.type].flat().map((type) => ofType(type, schema)));
}

const union = (parts: readonly string[]): string => [...new Set(parts)].join(' | ');

function ofType(type: string, schema: Schema): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `(${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectOf(schema);
    default:
      throw new Error(`The types know no "${type}".`);
  }
}

function objectOf({
  properties,
  required = [],
  patternProperties,
  additionalProperties,
}: Schema): string {
  if (properties) {
    const fields = Object.entries(properties).map(([name, schema]) =>
      field(name, schema, required.includes(name)),
    );
    return fields.length > 0 ? `{\n${fields.join('\n')}\n}` : 'Record<string, never>';
  }
  const [values] = Object.values(patternProperties ?? {});
  if (values) return `Record<string, ${typeOf(values)}>`;
  if (typeof additionalProperties === 'object')
    return `Record<string, ${typeOf(additionalProperties)}>`;
  return 'Record<string, unknown>';
}
