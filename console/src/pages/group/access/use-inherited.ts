import { useQuery } from '@tanstack/react-query';
import { ancestorsQuery, givers } from '../../../api/group-effects';
import type { Group } from '../../../api/groups';
import { useStore } from '../../../session/store';

/** What a group gets where it says nothing itself. */
export interface Inherited {
  /** Null: all, since nobody above says anything. */
  access: Group['categoryAccess'];
  /** The group that says it. */
  from: string | undefined;
  /** A group above that is not active, and passes nothing on. */
  stopped: string | undefined;
}

/** Undefined while it is looked for. */
export function useInherited(group: Group): Inherited | undefined {
  const { id: store } = useStore();
  const { data: ancestors } = useQuery(ancestorsQuery(store, group.parentId));
  if (!ancestors) return undefined;
  const active = givers(ancestors);
  const source = active.find(({ categoryAccess }) => categoryAccess !== null);
  return {
    access: source?.categoryAccess ?? null,
    from: source?.name,
    stopped: source ? undefined : ancestors[active.length]?.name,
  };
}
