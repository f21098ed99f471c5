import { describe, expect, test } from 'vitest';
import { EmporixError } from '../../../src/dialects/emporix/errors.js';
import {
  parseGroupChange,
  parseNewGroup,
  parseRelation,
  parseRelationChange,
} from '../../../src/dialects/emporix/parse.js';

/** The faulty fields that a body is refused for, each with its type. */
function faultsOf(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof EmporixError)) throw error;
    const { details } = JSON.parse(error.answer.body ?? '');
    return details.map(({ field, type }: { field: string; type: string }) => `${field} ${type}`);
  }
  throw new Error('Nothing was refused.');
}

describe('a relation', () => {
  test('is read from its two fields, whatever else there is', () => {
    const body = { customerId: 'c1', groupId: 'g1', metadata: {} };
    expect(parseRelation(body)).toEqual({ customerId: 'c1', groupId: 'g1' });
    expect(parseRelationChange(body)).toEqual({ customerId: 'c1', groupId: 'g1' });
    expect(parseRelationChange({ groupId: 'g1' })).toEqual({ groupId: 'g1' });
  });

  test.each([
    [undefined, ['customerId missing_field', 'groupId missing_field']],
    [{ customerId: null }, ['customerId missing_field', 'groupId missing_field']],
    [{ customerId: '', groupId: 1 }, ['customerId invalid_field', 'groupId invalid_field']],
    [
      Object.create({ customerId: 'c1', groupId: 'g1' }),
      ['customerId missing_field', 'groupId missing_field'],
    ],
    [[], [' invalid_field']],
    [null, [' invalid_field']],
    ['c1', [' invalid_field']],
  ])('is refused for %j', (body, faults) => {
    expect(faultsOf(() => parseRelation(body))).toEqual(faults);
  });
});

describe('a new group', () => {
  test('has its id for a name, and is known by it', () => {
    const names = { name: 'g1', externalReferenceId: 'g1' };
    expect(parseNewGroup({ id: 'g1' }, undefined)).toEqual(names);
    expect(parseNewGroup({ id: 'g1', description: 'One' }, undefined)).toEqual({
      ...names,
      description: 'One',
      descriptions: null,
    });
    expect(parseNewGroup({ id: 'g1', description: { en: 'One' } }, undefined)).toEqual({
      ...names,
      description: null,
      descriptions: { en: 'One' },
    });
    expect(parseNewGroup({ id: 'g1', description: 'One' }, 'en')).toEqual({
      ...names,
      descriptions: { en: 'One' },
    });
  });

  test.each([
    [{}, undefined, ['id missing_field']],
    [{ id: 5, description: 5 }, undefined, ['id invalid_field', 'description invalid_field']],
    [{ id: 'x', description: [] }, undefined, ['description invalid_field']],
    [{ id: 'x', description: { en: 'x' } }, 'en', ['description invalid_field']],
    [
      { id: 'x', description: { en: 1, de: 'x', fr: null } },
      undefined,
      ['description.en invalid_field', 'description.fr invalid_field'],
    ],
  ])('is refused for %j in the language %s', (body, language, faults) => {
    expect(faultsOf(() => parseNewGroup(body, language))).toEqual(faults);
  });
});

describe('a change of a group', () => {
  const current = { description: 'Old', descriptions: { en: 'E', de: 'D' } };
  test.each([
    [{}, undefined, {}],
    [{ description: null }, undefined, { description: null, descriptions: null }],
    [{ description: 'New' }, undefined, { description: 'New', descriptions: null }],
    [{ description: '' }, undefined, { description: '', descriptions: null }],
    [{ description: { fr: 'F' } }, undefined, { description: null, descriptions: { fr: 'F' } }],
    [{ description: {} }, undefined, { description: null, descriptions: {} }],
    [{ description: 'F' }, 'fr', { descriptions: { en: 'E', de: 'D', fr: 'F' } }],
    [{ description: 'N' }, 'EN', { descriptions: { de: 'D', EN: 'N' } }],
  ])('by %j in the language %s is %j', (body, language, change) => {
    expect(parseGroupChange(body, language).change(current)).toEqual(change);
  });

  test('may name its group', () => {
    expect(parseGroupChange({ id: 'g1' }, undefined).id).toBe('g1');
    expect(parseGroupChange({ id: null }, undefined).id).toBeUndefined();
    expect(faultsOf(() => parseGroupChange({ id: 7 }, undefined))).toEqual(['id invalid_field']);
  });
});
