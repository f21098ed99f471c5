import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MAX_ID } from '../../../../src/core/limits.js';
import { createPriceList } from '../../api/price-list';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { notifyDone } from '../../components/notify';
import { useRequestKey } from '../../components/use-request-key';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ListFields, type ListValues, validate, windowHint } from './fields';

/** Makes a price list, and goes on to its prices. */
export function CreatePriceList({ onClose }: { onClose: () => void }) {
  const { id: store, currency } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const keyFor = useRequestKey();
  const form = useForm<ListValues & { id: string }>({
    initialValues: { name: '', id: '', currency, startsAt: null, endsAt: null },
    validate,
  });
  const creation = useMutation({
    mutationFn: ({ id, name, ...others }: ListValues & { id: string }) => {
      const body = { ...others, name: name.trim(), ...(id.trim() && { id: id.trim() }) };
      return createPriceList(store, body, keyFor(body));
    },
    onSuccess: async (list) => {
      notifyDone(t.priceLists.created(list.name));
      void client.invalidateQueries({ queryKey: inStore(store) });
      await navigate({
        to: '/stores/$store/price-lists/$list',
        params: { store, list: list.id },
        replace: true,
      });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  return (
    <Dialog onClose={onClose} title={t.priceLists.create}>
      <DialogForm
        submit={t.actions.create}
        error={creation.error}
        isWorking={creation.isPending}
        onSubmit={form.onSubmit((values) => creation.mutate(values))}
        onClose={onClose}
      >
        <ListFields inputProps={(field) => form.getInputProps(field)} />
        <Text size="sm" c="dimmed">
          {windowHint()}
        </Text>
        <TextInput
          label={t.priceLists.id}
          description={t.priceLists.idHint}
          maxLength={MAX_ID}
          {...form.getInputProps('id')}
        />
      </DialogForm>
    </Dialog>
  );
}
