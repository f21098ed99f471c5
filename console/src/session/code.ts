let pending: string | undefined;

/**
 * Takes the code of a sign-in link out of the address bar, at once: it stays in no history, and
 * nobody who looks on can use it. @returns whether there was one
 */
export function takeCodeFromAddress(): boolean {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  pending = code;
  return true;
}

/** The code that waits to be exchanged, once. */
export function pendingCode(): string | undefined {
  const code = pending;
  pending = undefined;
  return code;
}
