/** What a check found, in words. */
export interface Finding {
  check: string;
  result: 'ok' | 'warning' | 'wrong';
  says: string;
  /** Null where all is well. */
  todo: string | null;
}

export const ok = (check: string, says: string): Finding => ({
  check,
  result: 'ok',
  says,
  todo: null,
});

export const warning = (check: string, says: string, todo: string): Finding => ({
  check,
  result: 'warning',
  says,
  todo,
});

export const wrong = (check: string, says: string, todo: string): Finding => ({
  check,
  result: 'wrong',
  says,
  todo,
});

/** With the cause, where there is one: a doctor's reader wants to know it. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${messageOf(error.cause)})` : '';
  return `${messageOf(error)}${cause}`;
}

/** Of several failed addresses the network's error has no message. */
const messageOf = (error: Error): string =>
  error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
