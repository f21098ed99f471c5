import type { AnswerKey, AnswerRepository, KeptAnswer } from '../../core/database.js';
import { instant } from '../../core/environment.js';
import { conflict } from '../../core/errors.js';
import { ANSWER_KEPT_MS } from '../../core/limits.js';
import type { Transaction } from '../engine.js';
import { statement } from '../statement.js';

const findAnswer = statement<AnswerKey & { storeId: string }>()(({ query }, p) =>
  query
    .selectFrom('idempotency_keys')
    .select(['request_hash as requestHash', 'status', 'headers', 'body', 'created_at as createdAt'])
    .where('store_id', '=', p.storeId)
    .where('credential', '=', p.credential)
    .where('route', '=', p.route)
    .where('key', '=', p.key),
);

const deleteExpired = statement<{ storeId: string; before: string }>()(({ query }, p) =>
  query
    .deleteFrom('idempotency_keys')
    .where('store_id', '=', p.storeId)
    .where('created_at', '<=', p.before),
);

type StoredAnswer = AnswerKey & Omit<KeptAnswer, 'customerId'>;

const insertAnswer = statement<StoredAnswer & { storeId: string; customerId: string | null }>()(
  ({ query }, p) =>
    query.insertInto('idempotency_keys').values({
      store_id: p.storeId,
      credential: p.credential,
      route: p.route,
      key: p.key,
      request_hash: p.requestHash,
      status: p.status,
      headers: p.headers,
      body: p.body,
      created_at: p.createdAt,
      customer_id: p.customerId,
    }),
);

const eraseAnswers = statement<{ storeId: string; customerId: string; nothing: object }>()(
  ({ query }, p) =>
    query
      .updateTable('idempotency_keys')
      .set({ request_hash: '', headers: p.nothing, body: null })
      .where('store_id', '=', p.storeId)
      .where('customer_id', '=', p.customerId),
);

export class Answers implements AnswerRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, key: AnswerKey): Promise<KeptAnswer | undefined> {
    const [answer] = await this.#transaction.run(findAnswer, { ...key, storeId });
    return answer as KeptAnswer | undefined;
  }

  keep(storeId: string, key: AnswerKey, answer: KeptAnswer): void {
    const before = instant(Date.parse(answer.createdAt) - ANSWER_KEPT_MS);
    this.#transaction.send(deleteExpired, { storeId, before });
    this.#transaction.send(
      insertAnswer,
      { ...key, ...answer, storeId, customerId: answer.customerId ?? null },
      { unique: () => conflict('request_running', 'The first request with this key still runs.') },
    );
  }

  erase(storeId: string, customerId: string): void {
    this.#transaction.send(eraseAnswers, { storeId, customerId, nothing: {} });
  }
}
