import type { GroupFields } from '../../core/group.js';
import type { NewGroup } from '../../core/group-service.js';
import { bodyNotObject, nameAbsent, wrongParameter } from './errors.js';
import { isObject } from './json.js';

/**
 * Reads the body of POST and of PUT alike: `name` is required in both (the document has it in bold
 * twice). Other members are passed over, so that what was read can be sent back.
 * @throws EcwidError
 */
export function parseGroup(body: unknown = {}): NewGroup {
  if (!isObject(body)) throw bodyNotObject();
  const name = text(body, 'name');
  if (!name) throw nameAbsent();
  const externalReferenceId = text(body, 'externalReferenceId');
  return { name, ...cleared(externalReferenceId) };
}

/** What is absent stays; null and an empty text clear. */
const cleared = (
  externalReferenceId: string | null | undefined,
): Partial<Pick<GroupFields, 'externalReferenceId'>> =>
  externalReferenceId === undefined ? {} : { externalReferenceId: externalReferenceId || null };

function text(
  body: Readonly<Record<string, unknown>>,
  name: 'name' | 'externalReferenceId',
): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw wrongParameter(name, 'must be a string');
}
