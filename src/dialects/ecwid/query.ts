import type { GroupFilter } from '../../core/group.js';
import { isStorable, nameKey } from '../../core/text.js';
import { lastValues, type Query } from '../../http/query.js';
import { wrongParameter } from './errors.js';
import { GENERAL } from './present.js';
import { type Fields, parseFields } from './response-fields.js';

/** "Maximum allowed value: `100`. Default value: `10`" (Get all customer groups). */
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 10;

export interface ListQuery {
  filter: GroupFilter;
  /** Whether the filter matches General, which is no group of the core. */
  hasGeneral: boolean;
  offset: number;
  limit: number;
  fields: Fields | 'whole';
}

/** Parameters that are not known are passed over. @throws EcwidError */
export function parseList(query: Query): ListQuery {
  const parameters = new Parameters(query);
  const keyword = parameters.text('keyword');
  const ids = intersection([parameters.ids('customerGroupIds'), parameters.ids('customerGroupId')]);
  return {
    filter: {
      ...(keyword && { namePart: keyword }),
      ...(ids && { ids: ids.filter((id) => id !== GENERAL.id) }),
    },
    hasGeneral:
      nameKey(GENERAL.name).includes(nameKey(keyword ?? '')) && (ids?.includes(GENERAL.id) ?? true),
    offset: parameters.offset(),
    limit: parameters.limit(),
    fields: parameters.fields(),
  };
}

/** What one group is asked for with. @throws EcwidError */
export const parseOne = (query: Query): Fields | 'whole' => new Parameters(query).fields();

const intersection = (sets: readonly (readonly number[] | undefined)[]): number[] | undefined =>
  sets
    .filter((set) => set !== undefined)
    .map((set) => [...new Set(set)])
    .reduce<number[] | undefined>(
      (one, other) => (one ? one.filter((id) => other.includes(id)) : other),
      undefined,
    );

/** The parameters of a query, of each its last value. */
class Parameters {
  readonly #malformed: ReadonlySet<string>;
  readonly #values: ReturnType<typeof lastValues>;

  constructor(query: Query) {
    this.#malformed = query.malformed;
    this.#values = lastValues(query);
  }

  text(name: string): string | undefined {
    const text = this.#values.get(name)?.value;
    if (text !== undefined && (this.#malformed.has(name) || !isStorable(text))) {
      throw wrongParameter(name, 'is not well-formed');
    }
    return text;
  }

  limit(): number {
    const text = this.text('limit');
    if (text === undefined) return DEFAULT_LIMIT;
    const limit = wholeNumber(text);
    if (!limit) throw wrongParameter('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
    return Math.min(limit, MAX_LIMIT);
  }

  offset(): number {
    const offset = wholeNumber(this.text('offset') ?? '0');
    if (Number.isSafeInteger(offset)) return offset as number;
    throw wrongParameter('offset', 'must be a whole number from 0');
  }

  ids(name: string): number[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((part) => {
        const id = wholeNumber(part.trim());
        if (Number.isSafeInteger(id)) return id as number;
        throw wrongParameter(name, 'must be whole numbers, separated by commas');
      });
  }

  fields(): Fields | 'whole' {
    const text = this.text('responseFields');
    // An empty one wants everything: an answer of nothing would be of no use.
    const fields = text ? parseFields(text) : 'whole';
    if (!fields) {
      throw wrongParameter('responseFields', 'must be names such as total,items(id,name)');
    }
    return fields;
  }
}

/** Undefined when it is none; it may be too large to be exact. */
const wholeNumber = (text: string): number | undefined =>
  /^\d+$/.test(text) ? Number(text) : undefined;
