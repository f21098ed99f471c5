import type { Caller } from '../core/actor.js';
import type { Database, Unit, View } from '../core/database.js';
import { type Environment, type Instant, instant } from '../core/environment.js';
import { CoreError, unavailable } from '../core/errors.js';
import type { Engine, Transaction } from './engine.js';
import { Categories } from './repositories/categories.js';
import { Changes } from './repositories/changes.js';
import { Customers } from './repositories/customers.js';
import { Deliveries } from './repositories/deliveries.js';
import { Groups } from './repositories/groups.js';
import { History } from './repositories/history.js';
import { Keys } from './repositories/keys.js';
import { Members } from './repositories/members.js';
import { PriceLists } from './repositories/price-lists.js';
import { Prices } from './repositories/prices.js';
import { Pricing } from './repositories/pricing.js';
import { Products } from './repositories/products.js';
import { Reports } from './repositories/reports.js';
import { Stores } from './repositories/stores.js';
import { Users } from './repositories/users.js';
import { Webhooks } from './repositories/webhooks.js';
import { Turns } from './turns.js';
import { Batch, DatabaseUnit, flush, TimeRunsBack } from './unit.js';

const refuse = (): never => {
  throw new Error('Writing needs a unit of work.');
};

/** Units that share one transaction: bounds how long the first one waits for the last. */
const MAX_BATCH = 64;
/** Transactions that run at once; the fewer, the more units share one. */
const MAX_WRITING = 4;
/** The same of what goes alone: dry runs, and writes that are about no store. */
const MAX_ALONE = 4;
/** How long a unit waits for its turn unless told. */
const WAIT_MS = 5_000;
/**
 * Units that wait for their turn, over all stores. Each may hold a body of 1 MiB; and what more than
 * this many have begun before it, nobody still waits for when its turn comes.
 */
const MAX_WAITING = 1_000;

interface Job {
  caller: Caller;
  work: (unit: Unit) => Promise<unknown>;
  /** The one customer that it is about, if it is about one alone. */
  customerId: string | undefined;
  /** When it is refused unless it has begun. */
  until: number;
  outcome?: { value: unknown; changed: ReadonlySet<string> } | { error: unknown };
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** By store, what is done in one transaction. */
type Work = ReadonlyMap<string, readonly Job[]>;

type CommitListener = (changed: ReadonlySet<string>) => void;

type Readers = Pick<
  View,
  | 'stores'
  | 'keys'
  | 'users'
  | 'groups'
  | 'customers'
  | 'members'
  | 'priceLists'
  | 'prices'
  | 'categories'
  | 'products'
  | 'pricing'
  | 'reports'
  | 'changes'
  | 'history'
  | 'webhooks'
  | 'deliveries'
>;

/** Takes back what has been tried; a constraint that refused something speaks before it. */
class Rehearsed extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('Nothing of this happens.');
    this.value = value;
  }
}

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
  readonly prices: Readers['prices'];
  readonly categories: Readers['categories'];
  readonly products: Readers['products'];
  readonly pricing: Readers['pricing'];
  readonly reports: Readers['reports'];
  readonly changes: Readers['changes'];
  readonly history: Readers['history'];
  readonly webhooks: Readers['webhooks'];
  readonly deliveries: Readers['deliveries'];
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
    this.prices = readers.prices;
    this.categories = readers.categories;
    this.products = readers.products;
    this.pricing = readers.pricing;
    this.reports = readers.reports;
    this.changes = readers.changes;
    this.history = readers.history;
    this.webhooks = readers.webhooks;
    this.deliveries = readers.deliveries;
  }

  get now(): Instant {
    this.#now ??= instant(this.environment.clock());
    return this.#now;
  }
}

interface Waits {
  /** How long a unit waits for its turn, in milliseconds. */
  waitMs?: number;
  /** How many wait at once. */
  maxWaiting?: number;
}

/** The core's database, over either engine. */
export class EngineDatabase implements Database {
  readonly #engine: Engine;
  readonly #environment: Environment;
  readonly #listeners: CommitListener[] = [];
  /** By store, the units that wait for a transaction, the store that waits longest first. */
  readonly #waiting = new Map<string, Job[]>();
  /** Stores with a transaction that runs. */
  readonly #busy = new Set<string>();
  #writing = 0;
  readonly #alone: Turns;
  readonly #waitMs: number;
  readonly #maxWaiting: number;
  #waitingCount = 0;
  #expiring: NodeJS.Timeout | undefined;
  #outOfSpace = false;
  /** Without state, hence the same for all reads. */
  readonly #readers: Readers;

  constructor(
    engine: Engine,
    environment: Environment,
    { waitMs = WAIT_MS, maxWaiting = MAX_WAITING }: Waits = {},
  ) {
    this.#engine = engine;
    this.#environment = environment;
    this.#waitMs = waitMs;
    this.#maxWaiting = maxWaiting;
    this.#alone = new Turns({ atOnce: MAX_ALONE, maxWaiting, waitMs });
    const reading: Transaction = { run: engine.read, send: refuse, sendTogether: refuse };
    this.#readers = {
      stores: new Stores(reading),
      keys: new Keys(reading),
      users: new Users(reading),
      groups: new Groups(reading),
      customers: new Customers(reading),
      members: new Members(reading),
      priceLists: new PriceLists(reading),
      prices: new Prices(reading),
      categories: new Categories(reading),
      products: new Products(reading),
      pricing: new Pricing(reading),
      reports: new Reports(reading),
      changes: new Changes(reading),
      history: new History(reading),
      webhooks: new Webhooks(reading),
      deliveries: new Deliveries(reading),
    };
  }

  /** Whether the last write found no space; one that finds some ends it. */
  get isOutOfSpace(): boolean {
    return this.#outOfSpace;
  }

  read<T>(caller: Caller, work: (view: View) => Promise<T>): Promise<T> {
    return work(new ReadView(this.#readers, caller, this.#environment));
  }

  write<T>(caller: Caller, work: (unit: Unit) => Promise<T>, customerId?: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = {
        caller,
        work,
        customerId,
        until: performance.now() + this.#waitMs,
        resolve: resolve as Job['resolve'],
        reject,
      };
      if (caller.storeId === '') {
        this.#alone.take(() => this.#perform(new Map([['', [job]]]))).catch(reject);
        return;
      }
      if (this.#waitingCount >= this.#maxWaiting) {
        reject(unavailable('Too many writes wait for the database.'));
        return;
      }
      this.#waitingCount++;
      const waiting = this.#waiting.get(caller.storeId);
      if (waiting) waiting.push(job);
      else this.#waiting.set(caller.storeId, [job]);
      this.#startWriting();
      if (this.#waitingCount > 0) this.#expiring ??= this.#expireIn(this.#waitMs);
    });
  }

  /** Not kept from ending: whoever waits has a connection that does that. */
  #expireIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(), ms).unref();
  }

  /** Refuses the units whose time is up; none of them has begun. One timer does for all. */
  #expire(): void {
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [storeId, waiting] of this.#waiting) {
      while (waiting[0] && waiting[0].until <= now) {
        waiting.shift()?.reject(unavailable('The database is too busy.'));
        this.#waitingCount--;
      }
      if (waiting[0]) next = Math.min(next, waiting[0].until);
      else this.#waiting.delete(storeId);
    }
    this.#expiring = next === Number.POSITIVE_INFINITY ? undefined : this.#expireIn(next - now);
  }

  /**
   * Units that wait together share a transaction, also those of different stores: it is locks and
   * commits that cost, and under load there are then few of them. Each store is in one at a time.
   */
  #startWriting(): void {
    if (this.#writing === MAX_WRITING) return;
    const work = new Map<string, Job[]>();
    this.#take(work);
    if (work.size === 0) return;
    this.#writing++;
    void this.#perform(work, () => this.#take(work)).finally(() => {
      for (const storeId of work.keys()) this.#busy.delete(storeId);
      this.#writing--;
      this.#startWriting();
    });
  }

  /** Takes what waits, of stores that no other transaction has. */
  #take(work: Map<string, Job[]>): void {
    let free = MAX_BATCH;
    for (const jobs of work.values()) free -= jobs.length;
    for (const [storeId, waiting] of this.#waiting) {
      if (free === 0) return;
      const mine = work.get(storeId);
      if (!mine && this.#busy.has(storeId)) continue;
      const jobs = waiting.splice(0, free);
      free -= jobs.length;
      this.#waitingCount -= jobs.length;
      if (mine) mine.push(...jobs);
      else work.set(storeId, jobs);
      this.#busy.add(storeId);
      if (waiting.length === 0) this.#waiting.delete(storeId);
    }
  }

  /** Never throws: each job gets its outcome. `begins` may add to the work. */
  async #perform(work: Work, begins?: () => void): Promise<void> {
    try {
      await this.#transact(work, begins);
      this.#settle(work);
    } catch (error) {
      await this.#recover(work, error);
    }
  }

  /** @throws not_found for a store that is not there, whatever the writes met with on their way */
  async #transact(work: Work, begins?: () => void): Promise<void> {
    let batches: Batch[] = [];
    let begun = false;
    let lockFirst = false;
    const run = () =>
      this.#engine.write(async (transaction) => {
        // All that wait by now come along.
        if (!begun) begins?.();
        begun = true;
        batches = Batch.begin(transaction, [...work.keys()]);
        if (lockFirst) await Promise.all(batches.map(({ state }) => state));
        await allEnded(
          batches.map((batch) => this.#runBatch(batch, work.get(batch.storeId) ?? [])),
        );
        await flush(transaction, batches);
      });
    try {
      await run().catch((error: unknown) => {
        if (!(error instanceof TimeRunsBack)) throw error;
        // Units begin before the lock is there; only where the store's time has run ahead they wait.
        lockFirst = true;
        return run();
      });
    } catch (error) {
      // What the engine has made of the same failure says more than the driver's own error.
      if (batches.length === 1) await batches[0]?.state.catch(throwIfCore);
      throw error;
    }
  }

  async #runBatch(batch: Batch, jobs: readonly Job[]): Promise<void> {
    for (const run of independentRuns(jobs)) {
      const now = batch.instantOf(this.#environment.clock());
      await allEnded(run.map((job) => this.#runJob(batch, job, now)));
    }
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

  /** A unit that failed took its neighbours with it: each store runs again, and then each unit. */
  async #recover(work: Work, error: unknown): Promise<void> {
    if (error instanceof CoreError && error.code === 'out_of_space') this.#outOfSpace = true;
    const jobs = [...work.values()].flat();
    // Without an answer to the commit nobody knows whether it happened: nothing is run twice.
    if (jobs.length === 1 || (error instanceof CoreError && error.code === 'unavailable')) {
      for (const job of jobs) job.reject(error);
      return;
    }
    const parts: Work[] =
      work.size > 1
        ? [...work].map((entry) => new Map([entry]))
        : jobs.map((job) => new Map([[job.caller.storeId, [job]]]));
    for (const part of parts) await this.#perform(part);
  }

  #settle(work: Work): void {
    for (const { outcome, resolve, reject } of [...work.values()].flat()) {
      if (outcome && 'changed' in outcome) {
        if (outcome.changed.size > 0) {
          this.#outOfSpace = false;
          for (const listener of this.#listeners) listener(outcome.changed);
        }
        resolve(outcome.value);
      } else reject(outcome?.error);
    }
  }

  rehearse<T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T> {
    return this.#alone.take(() => this.#rehearseNow(caller, work));
  }

  async #rehearseNow<T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T> {
    try {
      return await this.#engine.write<never>(async (transaction) => {
        const batches = Batch.begin(transaction, [caller.storeId]);
        const [batch] = batches;
        if (!batch) throw new Error('A store has one batch.');
        // Locked before anything else: the time of the unit then follows that of the store.
        await batch.state;
        const now = batch.instantOf(this.#environment.clock());
        const unit = new DatabaseUnit(batch, caller, this.#environment, now);
        const value = await work(unit);
        await unit.finish();
        await flush(transaction, batches);
        throw new Rehearsed(value);
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.value as T;
      throw error;
    }
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.push(listener);
  }
}

function throwIfCore(error: unknown): void {
  if (error instanceof CoreError) throw error;
}

/** All must have ended before a failure ends the transaction. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
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
