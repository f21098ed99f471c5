import { type Entity, stale } from './errors.js';

/** What a caller says about the state that it has seen (`If-Match`); undefined when it says nothing. */
export type Precondition = ((tag: string) => boolean) | undefined;

/** @throws stale when the resource is no longer the one that the caller has seen */
export function assertCurrent(precondition: Precondition, entity: Entity, tag: string): void {
  if (precondition && !precondition(tag)) throw stale(entity);
}
