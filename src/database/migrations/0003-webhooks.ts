import type { Migration } from '../migration.js';

/** Who is told of changes, how far each has been told, and what has become of each message. */
export const webhooks: Migration = {
  number: 3,
  name: 'webhooks',
  statements: (t) => [
    // Secrets are sealed under a key that is not in the database.
    `CREATE TABLE webhooks (
      store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      url ${t.text} NOT NULL,
      events ${t.json},
      description ${t.text},
      active ${t.flag} NOT NULL,
      disabled_reason ${t.text},
      disabled_at ${t.time},
      secret ${t.text} NOT NULL,
      previous_secret ${t.text},
      previous_secret_expires_at ${t.time},
      version ${t.integer} NOT NULL,
      created_at ${t.time} NOT NULL,
      updated_at ${t.time} NOT NULL,
      CONSTRAINT webhooks_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    // Apart from the webhook, which only its owner changes: how far the log has been read for it,
    // what waits and from when on, and how often in a row its receiver has failed.
    `CREATE TABLE webhook_cursors (
      store_id ${t.text} NOT NULL,
      webhook_id ${t.text} NOT NULL,
      seq ${t.integer} NOT NULL,
      waiting ${t.integer} NOT NULL,
      due_at ${t.time},
      failures ${t.integer} NOT NULL,
      paused_until ${t.time},
      CONSTRAINT webhook_cursors_pkey PRIMARY KEY (store_id, webhook_id)
    )${t.table}`,
    // Without the change itself: the message is made from the log when it is sent.
    `CREATE TABLE deliveries (
      store_id ${t.text} NOT NULL,
      id ${t.text} NOT NULL,
      webhook_id ${t.text} NOT NULL,
      seq ${t.integer} NOT NULL,
      event ${t.text} NOT NULL,
      entity ${t.text} NOT NULL,
      entity_id ${t.text} NOT NULL,
      state ${t.text} NOT NULL,
      attempts ${t.integer} NOT NULL,
      next_attempt_at ${t.time},
      last_status ${t.integer},
      last_error ${t.text},
      created_at ${t.time} NOT NULL,
      finished_at ${t.time},
      CONSTRAINT deliveries_pkey PRIMARY KEY (store_id, id)
    )${t.table}`,
    // No change is a delivery of a webhook twice.
    `CREATE UNIQUE INDEX deliveries_seq ON deliveries (store_id, webhook_id, seq)`,
    `CREATE INDEX deliveries_state ON deliveries (store_id, webhook_id, state, seq)`,
    // What is due: of each entity the first alone.
    `CREATE INDEX deliveries_waiting
      ON deliveries (store_id, webhook_id, entity, entity_id, seq) WHERE state = 'waiting'`,
    `CREATE INDEX deliveries_finished
      ON deliveries (store_id, finished_at) WHERE finished_at IS NOT NULL`,
    // Of the whole service: who does what only one instance may do at a time, and until when.
    `CREATE TABLE leases (
      name ${t.text} NOT NULL,
      holder ${t.text} NOT NULL,
      held_until ${t.time} NOT NULL,
      CONSTRAINT leases_pkey PRIMARY KEY (name)
    )${t.table}`,
  ],
};
