import type { Caller } from '../core/actor.js';
import type { Database, Unit, View } from '../core/database.js';
import { type Environment, type Instant, instant } from '../core/environment.js';
import { CoreError } from '../core/errors.js';
import type { Engine, Transaction } from './engine.js';
import { Customers } from './repositories/customers.js';
import { Groups } from './repositories/groups.js';
import { Keys } from './repositories/keys.js';
import { Members } from './repositories/members.js';
import { PriceLists } from './repositories/price-lists.js';
import { Stores } from './repositories/stores.js';
import { Users } from './repositories/users.js';
import { Batch, DatabaseUnit, TimeRunsBack } from './unit.js';

const refuse = (): never => {
  throw new Error('Writing needs a unit of work.');
};

/** Units that share one transaction: bounds how long the first one waits for the last. */
const MAX_BATCH = 64;

interface Job {
  caller: Caller;
  work: (unit: Unit) => Promise<unknown>;
  /** The one customer that it is about, if it is about one alone. */
  customerId: string | undefined;
  outcome?: { value: unknown; changed: ReadonlySet<string> } | { error: unknown };
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

type CommitListener = (changed: ReadonlySet<string>) => void;

type Readers = Pick<
  View,
  'stores' | 'keys' | 'users' | 'groups' | 'customers' | 'members' | 'priceLists'
>;

/** Made for each read, so it costs next to nothing: no copy of a table of readers, no time unasked. */
class ReadView implements View {
  readonly caller: Caller;
  readonly environment: Environment;
  readonly stores: Readers['stores'];
  readonly keys: Readers['keys'];
  readonly users: Readers['users'];
  readonly groups: Readers['groups'];
  readonly customers: Readers['customers'];
  readonly members: Readers['members'];
  readonly priceLists: Readers['priceLists'];
  #now: Instant | undefined;

  constructor(readers: Readers, caller: Caller, environment: Environment) {
    this.caller = caller;
    this.environment = environment;
    this.stores = readers.stores;
    this.keys = readers.keys;
    this.users = readers.users;
    this.groups = readers.groups;
    this.customers = readers.customers;
    this.members = readers.members;
    this.priceLists = readers.priceLists;
  }

  get now(): Instant {
    this.#now ??= instant(this.environment.clock());
    return this.#now;
  }
}

/** The core's database, over either engine. */
export class EngineDatabase implements Database {
  readonly #engine: Engine;
  readonly #environment: Environment;
  readonly #listeners: CommitListener[] = [];
  /** By store, the units that wait while a transaction of that store runs. */
  readonly #waiting = new Map<string, Job[]>();
  /** Without state, hence the same for all reads. */
  readonly #readers: Readers;

  constructor(engine: Engine, environment: Environment) {
    this.#engine = engine;
    this.#environment = environment;
    const reading: Transaction = { run: engine.read, send: refuse, sendTogether: refuse };
    this.#readers = {
      stores: new Stores(reading),
      keys: new Keys(reading),
      users: new Users(reading),
      groups: new Groups(reading),
      customers: new Customers(reading),
      members: new Members(reading),
      priceLists: new PriceLists(reading),
    };
  }

  read<T>(caller: Caller, work: (view: View) => Promise<T>): Promise<T> {
    return work(new ReadView(this.#readers, caller, this.#environment));
  }

  write<T>(caller: Caller, work: (unit: Unit) => Promise<T>, customerId?: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = { caller, work, customerId, resolve: resolve as Job['resolve'], reject };
      const waiting = caller.storeId && this.#waiting.get(caller.storeId);
      if (waiting) waiting.push(job);
      else void this.#runQueue(caller.storeId, job);
    });
  }

  /** Units of one store that wait together share a transaction; those of no store are alone. */
  async #runQueue(storeId: string, first: Job): Promise<void> {
    const waiting = [first];
    if (storeId) this.#waiting.set(storeId, waiting);
    while (waiting.length > 0) {
      let jobs: Job[] = [];
      try {
        await this.#transact(storeId, () => {
          // Taken when the transaction can begin, so that all that wait by then come along.
          if (jobs.length === 0) jobs = waiting.splice(0, MAX_BATCH);
          return jobs;
        });
        this.#settle(jobs);
      } catch (error) {
        await this.#recover(storeId, jobs.length > 0 ? jobs : waiting.splice(0), error);
      }
    }
    if (storeId) this.#waiting.delete(storeId);
  }

  /** @throws not_found for a store that is not there, whatever the writes met with on their way */
  async #transact(storeId: string, take: () => readonly Job[]): Promise<void> {
    let batch: Batch | undefined;
    let lockFirst = false;
    const run = () =>
      this.#engine.write(async (transaction) => {
        batch = new Batch(transaction, storeId);
        if (lockFirst) await batch.state;
        await this.#runBatch(batch, take());
      });
    try {
      await run().catch((error: unknown) => {
        if (!(error instanceof TimeRunsBack)) throw error;
        // Units begin before the lock is there; only where the store's time has run ahead they wait.
        lockFirst = true;
        return run();
      });
    } catch (error) {
      await batch?.state;
      throw error;
    }
  }

  async #runBatch(batch: Batch, jobs: readonly Job[]): Promise<void> {
    for (const run of independentRuns(jobs)) {
      // All must have ended before a failure ends the transaction.
      const now = batch.instantOf(this.#environment.clock());
      const ended = await Promise.allSettled(run.map((job) => this.#runJob(batch, job, now)));
      const failed = ended.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    }
    await batch.flush();
  }

  async #runJob(batch: Batch, job: Job, now: Instant): Promise<void> {
    const unit = new DatabaseUnit(batch, job.caller, this.#environment, now);
    try {
      const value = await job.work(unit);
      await unit.finish();
      job.outcome = { value, changed: unit.changed };
    } catch (error) {
      // What has sent nothing leaves nothing behind; anything else only a rollback takes back.
      if (unit.wrote || error instanceof TimeRunsBack) throw error;
      job.outcome = { error };
    }
  }

  /** A unit that failed took its neighbours' transaction with it: they run again, each alone. */
  async #recover(storeId: string, jobs: readonly Job[], error: unknown): Promise<void> {
    const [only] = jobs;
    // Without an answer to the commit nobody knows whether it happened: nothing is run twice.
    if (jobs.length === 1 || (error instanceof CoreError && error.code === 'unavailable')) {
      for (const job of jobs) job.reject(error);
      return;
    }
    if (!only) return;
    for (const job of jobs) {
      try {
        await this.#transact(storeId, () => [job]);
        this.#settle([job]);
      } catch (failure) {
        job.reject(failure);
      }
    }
  }

  #settle(jobs: readonly Job[]): void {
    for (const { outcome, resolve, reject } of jobs) {
      if (outcome && 'changed' in outcome) {
        if (outcome.changed.size > 0) {
          for (const listener of this.#listeners) listener(outcome.changed);
        }
        resolve(outcome.value);
      } else reject(outcome?.error);
    }
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.push(listener);
  }
}

/** In their order, cut so that the units of a run are about different customers, or there is one. */
function independentRuns(jobs: readonly Job[]): Job[][] {
  const runs: Job[][] = [];
  let about = new Set<string>();
  for (const job of jobs) {
    const { customerId } = job;
    const run = runs.at(-1);
    if (run && customerId !== undefined && about.size > 0 && !about.has(customerId)) {
      run.push(job);
      about.add(customerId);
    } else {
      runs.push([job]);
      about = new Set(customerId === undefined ? [] : [customerId]);
    }
  }
  return runs;
}
