/** Only what is written as the number itself would be: `7`, and neither `07` nor `7.0`. */
const WHOLE_NUMBER = /^(0|[1-9]\d*)$/;

/** The group that a path names, 0 for General; undefined when no group can have it. */
export function parseGroupId(segment: string): number | undefined {
  const number = WHOLE_NUMBER.test(segment) ? Number(segment) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}
