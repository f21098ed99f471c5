import { describe, expect, test } from 'vitest';
import {
  acceptedLanguages,
  contentLanguage,
  textIn,
} from '../../../src/dialects/emporix/languages.js';

describe('Content-Language', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['*', undefined],
    [' * ', undefined],
    ['en', 'en'],
    [' pt-BR ', 'pt-BR'],
    ['en, de', 'en, de'],
  ])('%j is %j', (header, language) => {
    expect(contentLanguage(header)).toBe(language);
  });
});

describe('Accept-Language', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    [' , ;q=1', undefined],
    ['*', undefined],
    ['*;q=0.9, de;q=0.8', undefined],
    ['de, *;q=0.5', ['de', '*']],
    ['en', ['en']],
    ['de;q=0.1, en;q=0.9, fr', ['fr', 'en', 'de']],
    ['de;q=0.5,en;q=0.5', ['de', 'en']],
    ['de;Q=0.5 , en ; q=0.6', ['en', 'de']],
    ['de;q=0, en;q=x', undefined],
    ['de;q=-1, en', ['en']],
    ['de;v=1;q=0.2, en;q=0.3', ['en', 'de']],
    ['de;q=Infinity, en', ['de', 'en']],
  ])('%j is %j', (header, languages) => {
    expect(acceptedLanguages(header)).toEqual(languages);
  });
});

describe('the text in a language', () => {
  const texts = { en: 'E', 'pt-BR': 'P', DE: 'D', 'zh-Hant': 'Z' };
  test.each([
    [['en'], 'E'],
    [['EN'], 'E'],
    [['en-GB'], 'E'],
    [['de'], 'D'],
    [['zh-Hant-TW'], 'Z'],
    [['pt'], undefined],
    [['fr', 'pt-br', 'en'], 'P'],
    [['fr'], undefined],
    [['*'], undefined],
    [[''], undefined],
    [['constructor', '__proto__'], undefined],
    [[], undefined],
  ])('for %j is %j', (languages, text) => {
    expect(textIn(texts, languages)).toBe(text);
  });
});
