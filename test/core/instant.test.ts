import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../src/core/environment.js';
import { parseInstant } from '../../src/core/instant.js';

const date = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('an instant', () => {
  it.each([
    ['2026-01-31T09:00:00Z', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31T09:00:00.1Z', '2026-01-31T09:00:00.100Z'],
    ['2026-01-31T09:00:00.123456789Z', '2026-01-31T09:00:00.123Z'],
    ['2026-01-31T09:00:00+01:30', '2026-01-31T07:30:00.000Z'],
    ['2026-01-31T09:00:00-23:59', '2026-02-01T08:59:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0050-06-01T00:00:00Z', '0050-06-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    ...['', '2026-01-31', '2026-01-31T09:00Z', '2026-01-31T09:00:00', '2026-01-31 09:00:00Z'],
    ...['2026-02-29T00:00:00Z', '2026-02-30T00:00:00Z', '1900-02-29T00:00:00Z'],
    ...[
      '2026-00-10T00:00:00Z',
      '2026-13-10T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-01-00T00:00:00Z',
    ],
    ...['2026-01-31T24:00:00Z', '2026-01-31T23:60:00Z', '2026-01-31T23:59:60Z'],
    ...['2026-01-31T09:00:00z', '2026-01-31t09:00:00Z', '2026-01-31T09:00:00+24:00'],
    ...['2026-01-31T09:00:00+01:60', '2026-01-31T09:00:00+0100', '2026-01-31T09:00:00.Z'],
    ...['+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '0000-12-31T23:59:59Z'],
    ...[
      '0001-01-01T00:00:00+00:01',
      '9999-12-31T23:59:59-00:01',
      '٢٠٢٦-01-31T09:00:00Z',
      ' 2026-01-31T09:00:00Z',
    ],
  ])('is not read from %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('comes back from its own text as it was', () => {
    fc.assert(
      fc.property(date, (each) => parseInstant(each.toISOString()) === instant(each.getTime())),
    );
  });

  it('is the same instant whatever the offset says', () => {
    const minutes = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(date, minutes, (each, offset) => {
        const local = new Date(each.getTime() + offset * 60_000);
        fc.pre(local.getUTCFullYear() >= 1 && local.getUTCFullYear() <= 9999);
        const size = Math.abs(offset);
        const two = (number: number) => String(number).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const text = local.toISOString().replace('Z', zone);
        expect(parseInstant(text)).toBe(each.toISOString());
      }),
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(date, date, (one, other) => {
        return one < other === instant(one.getTime()) < instant(other.getTime());
      }),
    );
  });

  it('has 24 characters, whatever it is read from', () => {
    const near = fc.stringMatching(
      /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-][0-2]\d:[0-5]\d)$/,
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const read = parseInstant(text);
        return read === undefined || (read.length === 24 && !Number.isNaN(Date.parse(read)));
      }),
      { numRuns: 500 },
    );
  });
});
