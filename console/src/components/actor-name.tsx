import { useQuery } from '@tanstack/react-query';
import { MAX_PAGE } from '../api/client';
import { keysQuery } from '../api/keys';
import { useStore } from '../session/store';
import { t } from '../texts';

/** Who did something, as the log names them: of a key that is still there, its name. */
export function useActorName(): (actor: string) => string {
  const { id, can } = useStore();
  const keys = useQuery({
    ...keysQuery(id, { limit: MAX_PAGE }),
    enabled: can('store:admin'),
    staleTime: 60_000,
  });
  const names = new Map(keys.data?.data.map((key) => [key.id, key.name]));
  return (actor) => {
    if (actor === 'root') return t.changes.root;
    const [kind, ...rest] = actor.split(':');
    const who = rest.join(':');
    if (kind === 'user') return t.changeLog.actors.user(who);
    return t.changeLog.actors.key(names.get(who) ?? who);
  };
}
