import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { type Dump, dump } from '../helpers/database.js';
import type { EngineName } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { operation, undo } from '../helpers/operations.js';
import { begin, close, end, open, outcomeOf } from '../helpers/subject.js';

/** Undone is what the operations before have done. */
const either = fc.oneof({ weight: 6, arbitrary: operation }, { weight: 1, arbitrary: undo });

const RUNS = 60;

const withoutNumbers = ({ store_numbers: _, ...tables }: Dump): Dump => tables;

const names: EngineName[] = inject('postgresUrl') === '' ? ['sqlite'] : ['sqlite', 'postgresql'];

describe('any sequence of operations', () => {
  it(`means the same on ${names.join(' and ')}, and keeps every rule`, {
    timeout: 180_000,
  }, async () => {
    const subjects = await Promise.all(names.map(open));
    const outcomes = { done: 0, refused: 0 };
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(either, { minLength: 20, maxLength: 50 }), async (operations) => {
          await Promise.all(subjects.map(begin));
          try {
            for (const each of operations) {
              for (const { environment } of subjects) environment.now += each.later;
              const [first, ...others] = await Promise.all(
                subjects.map((subject) => outcomeOf(subject, each)),
              );
              for (const other of others) expect(other).toEqual(first);
              outcomes[first && 'value' in first ? 'done' : 'refused']++;
            }
            const [first = {}, ...others] = await Promise.all(
              subjects.map(({ engine }) => dump(engine)),
            );
            expect(violations(first)).toEqual([]);
            for (const other of others) {
              expect(withoutNumbers(other)).toEqual(withoutNumbers(first));
            }
          } finally {
            await Promise.all(subjects.map(end));
          }
        }),
        { numRuns: RUNS },
      );
      // Refusals alone would show nothing; about ten of a sequence are done.
      expect(outcomes.done).toBeGreaterThan(RUNS * 5);
    } finally {
      await Promise.all(subjects.map(close));
    }
  });

  it.each(names)(
    'keeps every rule when operations come at once (%s)',
    { timeout: 180_000 },
    async (name) => {
      const subject = await open(name);
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.array(either, { minLength: 1, maxLength: 20 }), {
              minLength: 1,
              maxLength: 6,
            }),
            async (rounds) => {
              await begin(subject);
              try {
                for (const operations of rounds) {
                  subject.environment.now += operations[0]?.later ?? 0;
                  await Promise.all(operations.map((each) => outcomeOf(subject, each)));
                  expect(violations(await dump(subject.engine))).toEqual([]);
                }
              } finally {
                await end(subject);
              }
            },
          ),
          { numRuns: 30 },
        );
      } finally {
        await close(subject);
      }
    },
  );
});
