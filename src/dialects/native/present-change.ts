import type { ChangeRow } from '../../core/change.js';

export const presentChange = (change: ChangeRow): object => ({
  seq: change.seq,
  at: change.at,
  actor: change.actor,
  via: change.via,
  operation: change.operation,
  entity: change.entity,
  entityId: change.entityId,
  before: change.before,
  after: change.after,
  operationId: change.operationId,
  requestId: change.requestId === '' ? null : change.requestId,
  undoes: change.undoes,
});
