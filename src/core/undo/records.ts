import { isDeepStrictEqual } from 'node:util';
import type { Category } from '../category.js';
import type { ChangeEntity } from '../change.js';
import type { Customer } from '../customer.js';
import type { Instant } from '../environment.js';
import { type Group, type GroupFields, newGroupFields } from '../group.js';
import type { PriceList } from '../price-list.js';
import type { Product } from '../product.js';
import { type LaterChanges, touches } from './later-changes.js';
import type { Folded } from './operation.js';
import type { RecordPlan } from './plan.js';

/** A kind of things, with the fields that an undo puts back: neither versions nor times. */
interface Kind<State> {
  entity: ChangeEntity;
  fields: readonly (keyof State & string)[];
}

const kind = <State>(entity: ChangeEntity, ...fields: Kind<State>['fields']): Kind<State> => ({
  entity,
  fields,
});

export const KINDS = {
  group: kind<Group>('group', 'name', ...(Object.keys(newGroupFields) as (keyof GroupFields)[])),
  customer: kind<Customer>('customer', 'name', 'email'),
  list: kind<PriceList>('price-list', 'name', 'currency', 'startsAt', 'endsAt'),
  category: kind<Category>('category', 'name', 'parentId'),
  product: kind<Product>('product', 'name', 'price', 'categoryIds'),
};

/**
 * What has to be done so that each thing is as it was before the operation, where what it is now
 * is what the operation has left. Whatever else it is by now stands in the way.
 */
export function planRecords<Id extends string | number, State extends { createdAt: Instant }>(
  { entity, fields }: Kind<State>,
  {
    folded,
    present,
    inTheWay,
  }: {
    folded: ReadonlyMap<Id, Folded<State>>;
    present: ReadonlyMap<Id, State>;
    inTheWay: LaterChanges;
  },
): RecordPlan<State> {
  const plan: RecordPlan<State> = { restored: [], replaced: [], deleted: [] };
  const differing = (one: State, other: State) =>
    fields.filter((name) => !isDeepStrictEqual(one[name], other[name]));
  // What was deleted and made anew is another thing under the same id.
  const isAnother = (one: State, other: State) => one.createdAt !== other.createdAt;
  const isSame = (one: State, other: State) =>
    !isAnother(one, other) && differing(one, other).length === 0;

  for (const [id, { before, after }] of folded) {
    const now = present.get(id);
    if (before && after) {
      const changed = differing(before, after);
      if (changed.length === 0) continue;
      if (!now || isAnother(now, after)) {
        inTheWay.add(entity, id, touches(...changed));
        continue;
      }
      const back = changed.filter((name) => isDeepStrictEqual(now[name], after[name]));
      const others = changed.filter(
        (name) => !back.includes(name) && !isDeepStrictEqual(now[name], before[name]),
      );
      if (others.length > 0) inTheWay.add(entity, id, touches(...others));
      const restored = Object.fromEntries(back.map((name) => [name, before[name]]));
      if (back.length > 0) plan.replaced.push({ before: now, after: { ...now, ...restored } });
    } else if (before) {
      if (!now) plan.restored.push(before);
      else if (!isSame(now, before)) inTheWay.add(entity, id);
    } else if (after && now) {
      if (isSame(now, after)) plan.deleted.push(now);
      else inTheWay.add(entity, id);
    }
  }
  return plan;
}
