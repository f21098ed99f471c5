/** A text as one word of a shell's command line. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A text as JavaScript has it. */
export const scriptText = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
