import { Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changeMembers, removalImpactQuery } from '../api/members';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Confirm } from './ask';
import { type NamedCustomer, nameOf } from './customer-link';
import { notifyUndoable } from './notify';
import { Loaded } from './states';

interface RemoveMembersProps {
  group: { id: number; name: string };
  customers: readonly NamedCustomer[];
  onClose: () => void;
  onRemoved?: () => void;
}

/** Asks before members are removed from a group, and says first what that ends. */
export function RemoveMembers({ group, customers, onClose, onRemoved }: RemoveMembersProps) {
  const store = useStore();
  const client = useQueryClient();
  const ids = customers.map(({ id }) => id);
  const names = customers.map(nameOf);
  const impact = useQuery(removalImpactQuery(store.id, group.id, ids));
  const removal = useMutation({
    mutationFn: async () => {
      const requestId = crypto.randomUUID();
      const { removed } = await changeMembers(store.id, {
        group: group.id,
        remove: ids,
        requestId,
      });
      // Somebody else may have been faster.
      return removed > 0 ? [requestId] : [];
    },
    onSuccess: async (requestIds) => {
      const message = t.members.removed(names, group.name);
      notifyUndoable({ message, store, requestIds, client });
      onRemoved?.();
      onClose();
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  return (
    <Confirm
      title={t.removal.title(names, group.name)}
      confirm={t.removal.confirm(ids.length)}
      error={removal.error}
      isWorking={removal.isPending}
      isReady={impact.data !== undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Loaded query={impact}>
        {(found) => <Text>{t.removal.impact(found?.members ?? ids.length)}</Text>}
      </Loaded>
    </Confirm>
  );
}
