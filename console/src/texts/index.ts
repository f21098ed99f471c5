import { en, type Texts } from './en';

/** In each language that there is; the browser's preference decides, English is the last resort. */
const languages: Readonly<Record<string, Texts>> = { en };

const preferred = navigator.languages.map((tag) => tag.split('-', 1)[0] ?? '');

const language = preferred.find((tag) => languages[tag]) ?? 'en';

/** Every text of the console. */
export const t: Texts = languages[language] ?? en;

document.documentElement.lang = language;
