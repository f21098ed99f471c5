import type { GroupFields } from '../../core/group.js';
import type { NewGroup } from '../../core/group-service.js';
import { type Detail, invalidFields } from './errors.js';

type Texts = Readonly<Record<string, string>>;
/** The fields of the core that one field of this API stands for. */
type Description = Pick<GroupFields, 'description' | 'descriptions'>;
type Change = (current: Description) => Partial<Description>;

/** The document's `CGRelation` in a POST, which needs both fields. */
export const parseRelation = (body: unknown): { customerId: string; groupId: string } =>
  read(body, (fields) => ({
    customerId: fields.text('customerId'),
    groupId: fields.text('groupId'),
  }));

/** The same in a PUT, whose path names the customer. */
export const parseRelationChange = (
  body: unknown,
): { customerId: string | undefined; groupId: string } =>
  read(body, (fields) => ({
    customerId: fields.textIfGiven('customerId'),
    groupId: fields.text('groupId'),
  }));

/** @param language of the description, if it is one text */
export const parseNewGroup = (body: unknown, language: string | undefined): NewGroup =>
  read(body, (fields) => {
    const id = fields.text('id');
    const change = fields.description(language);
    // The id is all that this API knows a group by, and every other one shows a name.
    return {
      name: id,
      externalReferenceId: id,
      ...change({ description: null, descriptions: null }),
    };
  });

/** @returns the id that the body names, if it does, and what it sets */
export const parseGroupChange = (
  body: unknown,
  language: string | undefined,
): { id: string | undefined; change: Change } =>
  read(body, (fields) => ({
    id: fields.textIfGiven('id'),
    change: fields.description(language),
  }));

/** @throws EmporixError that names each faulty field; a field that is not known is passed over */
function read<T>(body: unknown, take: (fields: Fields) => T): T {
  if (body !== undefined && !isObject(body)) {
    throw invalidFields([{ field: '', type: 'invalid_field', message: 'must be an object' }]);
  }
  const fields = new Fields(body ?? {});
  const taken = take(fields);
  if (fields.details.length > 0) throw invalidFields(fields.details);
  return taken;
}

/** The fields of a body, and what is wrong with those that were looked at. */
class Fields {
  readonly details: Detail[] = [];
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(body: object) {
    this.#values = new Map(Object.entries(body));
  }

  /** Of a field that must be there; what is faulty is empty here, and a detail. */
  text(field: string): string {
    const value = this.#values.get(field) ?? undefined;
    if (value === undefined) {
      this.details.push({ field, type: 'missing_field', message: 'is required' });
    }
    return this.textIfGiven(field) ?? '';
  }

  textIfGiven(field: string): string | undefined {
    const value = this.#values.get(field) ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    return this.#invalid(field, 'must be a string that is not empty');
  }

  /**
   * `description`: one text, or with all languages a text for each. Absent, it stays as it is; null
   * clears it.
   */
  description(language: string | undefined): Change {
    const field = 'description';
    const value = this.#values.get(field);
    if (value === undefined) return () => ({});
    if (value === null) return () => ({ description: null, descriptions: null });
    if (typeof value === 'string') return (current) => withText(current, value, language);
    if (language !== undefined || !isObject(value)) {
      this.#invalid(
        field,
        language === undefined
          ? 'must be a string, or an object with a string for each language'
          : `must be a string: it is in one language, '${language}'`,
      );
    } else if (!isTexts(value)) {
      for (const [name, text] of Object.entries(value)) {
        if (typeof text !== 'string') this.#invalid(`${field}.${name}`, 'must be a string');
      }
    } else return () => ({ description: null, descriptions: value });
    return () => ({});
  }

  #invalid(field: string, message: string): undefined {
    this.details.push({ field, type: 'invalid_field', message });
    return undefined;
  }
}

/** A text in a language joins those in others; a text in none is all that there is. */
function withText(
  { descriptions }: Description,
  text: string,
  language: string | undefined,
): Partial<Description> {
  if (language === undefined) return { description: text, descriptions: null };
  const others = Object.entries(descriptions ?? {}).filter(
    ([name]) => name.toLowerCase() !== language.toLowerCase(),
  );
  return { descriptions: Object.fromEntries([...others, [language, text]]) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: Readonly<Record<string, unknown>>): value is Texts =>
  Object.values(value).every((text) => typeof text === 'string');
