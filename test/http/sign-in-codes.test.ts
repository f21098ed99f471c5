import { describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { SignInCodes } from '../../src/http/sign-in-codes.js';

const ANNA = { userId: 'anna', storeId: 'acme' };
const MINUTE = 60_000;

describe('codes that sign in', () => {
  function codesAt(start: number) {
    const environment = { ...systemEnvironment, now: start, clock: () => environment.now };
    return { environment, codes: new SignInCodes(environment) };
  }

  it('work once, and each for whom it was made', () => {
    const { codes } = codesAt(0);
    const [anna, berta] = [codes.issue(ANNA), codes.issue({ ...ANNA, userId: 'berta' })];
    expect(codes.redeem(berta)?.userId).toBe('berta');
    expect(codes.redeem(anna)).toEqual(ANNA);
    expect([codes.redeem(anna), codes.redeem(berta)]).toEqual([undefined, undefined]);
  });

  it('work for ten minutes', () => {
    const { codes, environment } = codesAt(0);
    const [early, late] = [codes.issue(ANNA), codes.issue(ANNA)];
    environment.now = 10 * MINUTE - 1;
    expect(codes.redeem(early)).toEqual(ANNA);
    environment.now = 10 * MINUTE;
    expect(codes.redeem(late)).toBeUndefined();
  });

  it('are not found by another text, or an empty one', () => {
    const { codes } = codesAt(0);
    const code = codes.issue(ANNA);
    for (const guess of ['', 'x', `${code}x`, code.slice(1), code.toUpperCase()]) {
      expect(codes.redeem(guess)).toBeUndefined();
    }
    expect(codes.redeem(code)).toEqual(ANNA);
  });

  it('are five at most, of which the newest work', () => {
    const { codes } = codesAt(0);
    const made = Array.from({ length: 7 }, () => codes.issue(ANNA));
    expect(new Set(made).size).toBe(7);
    expect(made.map((code) => codes.redeem(code) !== undefined)).toEqual([
      ...[false, false],
      ...[true, true, true, true, true],
    ]);
  });
});
