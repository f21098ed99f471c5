import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CoreError } from '../../src/core/errors.js';
import { type Undone, undoChange } from '../../src/core/undo/undo-service.js';
import { violations } from '../../src/database/maintenance/invariants.js';
import { type Dump, dump, type Row } from '../helpers/database.js';
import { describeEngines, type EngineName } from '../helpers/engines.js';
import { type Operation, operation } from '../helpers/operations.js';
import { begin, CALLER, close, end, open, outcomeOf, type Subject } from '../helpers/subject.js';

const RUNS: Record<EngineName, number> = { sqlite: 60, postgresql: 8 };

/** Neither the currency of a store nor an erasure can be taken back. */
const undoable = operation.filter(
  ({ text }) => !/^change currency|^delete customer \["[^"]*",true\]/.test(text),
);

/** What an undo does not put back: when a state began, and how many there were before it. */
const LEFT_OUT = ['version', 'updated_at', 'valid_from', 'valid_to', 'written_at'];
/** What is now, and not what was. */
const PRESENT = [
  ...['groups', 'customers', 'memberships', 'price_lists', 'prices'],
  ...['categories', 'products', 'product_categories', 'counters'],
];

function presentOf(all: Dump): Record<string, string[]> {
  return Object.fromEntries(
    PRESENT.map((table) => {
      const rows = (all[table] ?? []).filter(({ valid_to: end }) => (end ?? null) === null);
      return [table, rows.map((row) => JSON.stringify(essentials(row))).sort()];
    }),
  );
}

const essentials = (row: Row) =>
  Object.entries(row)
    .filter(([name]) => ![...LEFT_OUT, 'next_seq', 'next_group_id'].includes(name))
    .sort();

/** The last change of the log, which begins anew in each run. */
const lastSeq = (all: Dump): number => Math.max(...(all.changes ?? []).map(({ seq }) => seq));

describeEngines('an undo', (name) => {
  let subject: Subject;

  /** Every run with a store of its own, over one database. */
  async function forAll(
    operations: fc.Arbitrary<Operation[]>,
    check: (operations: Operation[]) => Promise<void>,
  ): Promise<void> {
    subject = await open(name);
    try {
      await fc.assert(
        fc.asyncProperty(operations, async (given) => {
          await begin(subject);
          try {
            await check(given);
          } finally {
            await end(subject);
          }
        }),
        { numRuns: RUNS[name] },
      );
    } finally {
      await close(subject);
    }
  }

  const look = () => dump(subject.engine);
  const undo = (seq: number): Promise<Undone> => {
    subject.environment.now += 1;
    return subject.database.write(CALLER, (unit) => undoChange(unit, seq, 400));
  };
  /** @returns the last change of the operation; none where it was refused or changed nothing */
  async function run(each: Operation, atLeastMs: number): Promise<number | undefined> {
    subject.environment.now += Math.max(atLeastMs, each.later);
    const before = lastSeq(await look());
    await outcomeOf(subject, each);
    const after = lastSeq(await look());
    return after === before ? undefined : after;
  }

  it('of each operation, the last one first, leads back to the beginning', {
    timeout: 300_000,
  }, async () => {
    let undone = 0;
    await forAll(
      fc.array(undoable, { minLength: 1, maxLength: 25, size: 'max' }),
      async (operations) => {
        const done: { seq: number; before: object; text: string }[] = [];
        for (const each of operations) {
          const before = presentOf(await look());
          const seq = await run(each, 1);
          if (seq !== undefined) done.push({ seq, before, text: each.text });
        }
        for (const { seq, before, text } of done.reverse()) {
          await undo(seq);
          undone++;
          expect(presentOf(await look()), text).toEqual(before);
        }
        expect(await violations(subject.engine)).toEqual([]);
      },
    );
    expect(undone).toBeGreaterThan(RUNS[name] * 2);
  });

  it('is taken back by another one', { timeout: 300_000 }, async () => {
    let undone = 0;
    await forAll(
      fc.array(undoable, { minLength: 5, maxLength: 25, size: 'max' }),
      async (operations) => {
        const done: number[] = [];
        for (const each of operations) {
          const seq = await run(each, 1);
          if (seq !== undefined) done.push(seq);
        }
        for (const seq of done) {
          const before = presentOf(await look());
          const first = await undo(seq).catch(onlyConflict);
          if (!first || first.skipped > 0) continue;
          undone++;
          expect(presentOf(await look())).not.toEqual(before);
          await undo(lastSeq(await look()));
          expect(presentOf(await look())).toEqual(before);
        }
        expect(await violations(subject.engine)).toEqual([]);
      },
    );
    expect(undone).toBeGreaterThan(RUNS[name]);
  });

  it('keeps every rule, and changes nothing where it is refused', {
    timeout: 300_000,
  }, async () => {
    const outcomes = { done: 0, refused: 0 };
    await forAll(
      fc.array(operation, { minLength: 5, maxLength: 25, size: 'max' }),
      async (operations) => {
        // In no order, and with operations in the same millisecond.
        for (const each of operations) await run(each, Number.NEGATIVE_INFINITY);
        const last = lastSeq(await look());
        for (let at = 0; at < 12; at++) {
          const before = await look();
          const undone = await undo(1 + ((at * 7) % last)).catch(onlyConflict);
          const after = await look();
          if (undone) expect(strange(after, undone)).toEqual([]);
          else expect(after).toEqual(before);
          outcomes[undone ? 'done' : 'refused']++;
          expect(await violations(subject.engine)).toEqual([]);
        }
      },
    );
    expect(Math.min(outcomes.done, outcomes.refused)).toBeGreaterThan(RUNS[name]);
  });
});

/** What an undo has logged that is not the contrary of what the operation has logged. */
function strange({ changes = [] }: Dump, { operationId, undoes }: Undone): string[] {
  const facts = (id: string) =>
    changes.filter((row) => row.operation_id === id).flatMap((row) => factsOf(row));
  const done = new Set(facts(undoes).map(({ what, from, to }) => `${what}: ${to} -> ${from}`));
  return facts(operationId)
    .map(({ what, from, to }) => `${what}: ${from} -> ${to}`)
    .filter((fact) => !done.has(fact));
}

interface Fact {
  what: string;
  from: string;
  to: string;
}

/** Each field that has changed, or each entry of a set that has come or gone. */
function factsOf({ entity, entity_id: id, before, after }: Row): Fact[] {
  const [was, is] = [before, after].map((state) => fieldsOf(String(entity), String(id), state));
  const kind = entity === 'price' ? `prices ${String(id).split('/', 1)}` : `${entity} ${id}`;
  return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].flatMap((name) => {
    const [from, to] = [was, is].map((fields) => JSON.stringify(fields?.[name]) ?? 'nothing');
    return from === to ? [] : [{ what: `${kind} ${name}`, from: String(from), to: String(to) }];
  });
}

/** One price is an entry of a set, too: a whole list is logged as one. */
function fieldsOf(entity: string, id: string, state: Row | null): Row {
  if (!state) return {};
  if (entity === 'members') {
    return Object.fromEntries(state.customerIds.map((customer: string) => [customer, true]));
  }
  if (entity === 'price') return { [id.slice(id.indexOf('/') + 1)]: state.amount };
  if (entity === 'prices') {
    const entries = state.prices.map((price: Row) => [
      `${price.productId}/${price.minQuantity}`,
      price.amount,
    ]);
    return Object.fromEntries(entries);
  }
  const { version: _, updatedAt: __, ...fields } = state;
  return fields;
}

/** @throws all else */
function onlyConflict(error: unknown): undefined {
  if (!(error instanceof CoreError) || error.code !== 'conflict') throw error;
  if (error.reason === 'changes_in_the_way' && error.listed?.total === 0) {
    throw new Error(`Nothing is listed: ${error.message}`);
  }
}
