import { MAX_GROUPS_PER_CALL } from '../../core/limits.js';
import { InvalidParameters } from './validation.js';

/** @throws InvalidParameters for what is no list of group ids with commas */
export function groupIdsOf(parameter: string, text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const ids =
    text === '' ? [] : text.split(',').map((id) => (/^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0));
  if (ids.length > MAX_GROUPS_PER_CALL || !ids.every((id) => id > 0 && Number.isSafeInteger(id))) {
    const message = `must be ids of at most ${MAX_GROUPS_PER_CALL} groups with commas, such as 7,9`;
    throw new InvalidParameters([{ path: [parameter], message }]);
  }
  return ids;
}
