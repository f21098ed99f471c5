import type { NewGroup } from '../../core/group-service.js';
import { MAX_DESCRIPTION, MAX_NAME } from '../../core/limits.js';
import { Validation } from './validation.js';

/** What is no object has no properties, as has a request without a body. */
const propertiesOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};

/** @throws JOpticError with a fault for each faulty property; unknown ones are ignored */
export function parseNewGroup(body: unknown): NewGroup {
  const properties = propertiesOf(body);
  const validation = new Validation();
  const name = validation.text('name', properties.name, MAX_NAME);
  const defaultPriceListId = validation.text('defaultPriceListId', properties.defaultPriceListId);
  const description =
    properties.description == null
      ? null
      : validation.string('description', properties.description, MAX_DESCRIPTION);
  validation.end();
  return { name, defaultPriceListId, description };
}

/** The public ids of the groups to delete. */
export function parseDeletion(body: unknown): readonly string[] {
  const validation = new Validation();
  const ids = validation.strings('ids', propertiesOf(body).ids);
  validation.end();
  return ids;
}

export interface Assignment {
  customerId: string;
  /** Public. */
  groupId: string;
}

/** The document writes `CustomerGroupId` here, and `customerGroupId` in the answer. */
export function parseAssignment(body: unknown): Assignment {
  const { customerId, CustomerGroupId } = propertiesOf(body);
  const validation = new Validation();
  const assignment = {
    customerId: validation.text('customerId', customerId),
    groupId: validation.text('CustomerGroupId', CustomerGroupId),
  };
  validation.end();
  return assignment;
}
