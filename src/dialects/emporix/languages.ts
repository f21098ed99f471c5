/** The language of what is sent; undefined for "all of them": the header is absent, or `*`. */
export function contentLanguage(header: string | undefined): string | undefined {
  const language = header?.trim();
  return language === '' || language === '*' ? undefined : language;
}

/**
 * The languages that are asked for, the best first; undefined for "all of them": the header is
 * absent, or begins with `*`.
 */
export function acceptedLanguages(header: string | undefined): readonly string[] | undefined {
  const ranges = (header ?? '').split(',').flatMap((part, index) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = qualityOf(parameters);
    return range === '' || quality <= 0 ? [] : [{ range, quality, index }];
  });
  ranges.sort((a, b) => b.quality - a.quality || a.index - b.index);
  const [best] = ranges;
  return best === undefined || best.range === '*' ? undefined : ranges.map(({ range }) => range);
}

function qualityOf(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => /^q=/i.test(parameter));
  const quality = text === undefined ? 1 : Number(text.slice(2));
  return Number.isNaN(quality) ? 0 : quality;
}

/**
 * The text of the first language that there is one of, cut from its end until one fits (RFC 4647,
 * section 3.4): `de-CH` finds `de`. In any case of letters.
 */
export function textIn(
  texts: Readonly<Record<string, string>>,
  languages: readonly string[],
): string | undefined {
  const byLanguage = new Map(
    Object.entries(texts).map(([language, text]) => [language.toLowerCase(), text]),
  );
  for (const language of languages) {
    const parts = language.toLowerCase().split('-');
    for (; parts.length > 0; parts.pop()) {
      const text = byLanguage.get(parts.join('-'));
      if (text !== undefined) return text;
    }
  }
  return undefined;
}
