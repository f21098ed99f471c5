import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deletePriceList, listDeletionQuery, type PriceList } from '../../api/price-list';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { notifyUndoable, offersUndo } from '../../components/notify';
import { Failure, Loading } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { UsedBy } from './used-by';

interface DeletePriceListProps {
  list: Pick<PriceList, 'id' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks before a list is deleted; one that groups use cannot go, and the groups are shown. */
export function DeletePriceList({ list, onClose, onDeleted }: DeletePriceListProps) {
  const store = useStore();
  const client = useQueryClient();
  const check = useQuery(listDeletionQuery(store.id, list.id));
  const deletion = useMutation({
    mutationFn: async () => {
      const requestId = crypto.randomUUID();
      await deletePriceList(store.id, list.id, requestId);
      return requestId;
    },
    onSuccess: (requestId) => {
      const message = t.priceLists.deleted(list.name);
      notifyUndoable({ message, store, requestIds: [requestId], client });
      onClose();
      onDeleted?.();
      void client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  const error = deletion.error ?? check.error;
  const isInUse = error !== null && asProblem(error).code === 'price_list_in_use';
  return (
    <Dialog onClose={onClose} title={t.priceLists.deleteTitle(list.name)}>
      <Stack>
        {check.isPending && <Loading />}
        {isInUse && (
          <>
            <Text fw={600}>{t.priceLists.inUse}</Text>
            {store.can('groups:read') && <UsedBy list={list.id} onLeave={onClose} />}
            <Text size="sm">{t.priceLists.inUseText}</Text>
          </>
        )}
        {error && !isInUse && <Failure error={error} />}
        {check.data && !error && (
          <>
            <Text>{t.priceLists.deleteText}</Text>
            <Text size="sm" c="dimmed">
              {offersUndo(store) ? t.deletion.undoable : t.deletion.final}
            </Text>
          </>
        )}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {isInUse ? t.actions.close : t.actions.cancel}
          </Button>
          {!isInUse && (
            <Button
              color="red"
              loading={deletion.isPending}
              disabled={!check.data}
              onClick={() => deletion.mutate()}
            >
              {t.priceLists.delete}
            </Button>
          )}
        </Row>
      </Stack>
    </Dialog>
  );
}
