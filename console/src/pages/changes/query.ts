import type { ChangeQuery } from '../../api/changes';
import { startOf } from '../../local-time';
import { ENTITIES, OPERATIONS } from '../../webhook-events';

/** The filters as they stand in the address; days are those where the browser is. */
export interface ChangeSearch {
  entity?: string | undefined;
  entityId?: string | undefined;
  operation?: string | undefined;
  operationId?: string | undefined;
  actor?: string | undefined;
  via?: ChangeQuery['via'];
  from?: string | undefined;
  to?: string | undefined;
  customerId?: string | undefined;
  cursor?: string | undefined;
}

export const isFiltered = ({ cursor: _, ...filters }: ChangeSearch): boolean =>
  Object.values(filters).some(Boolean);

const known = <Value extends string>(values: readonly Value[], text: string | undefined) =>
  values.find((value) => value === text);

/** What the API is asked for; what makes no sense in an address is left out. */
export function queryOf(search: ChangeSearch): ChangeQuery {
  const { entityId, operationId, actor, via, customerId, cursor } = search;
  const entity = known(ENTITIES, search.entity);
  const operation = known(OPERATIONS, search.operation);
  const [from, to] = [startOf(search.from), startOf(search.to, 1)];
  return {
    ...(entity && { entity }),
    ...(entityId && { entityId }),
    ...(operation && { operation }),
    ...(operationId && { operationId }),
    ...(actor && { actor }),
    ...(via && { via }),
    ...(from && { from }),
    ...(to && { to }),
    ...(customerId && { customerId }),
    ...(cursor && { cursor }),
  };
}
