import { Button, Group as Row, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { MAX_ID } from '../../../../src/core/limits.js';
import { createPriceList } from '../../api/price-list';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { notifyDone } from '../../components/notify';
import { Failure } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ListFields, type ListValues, validate, windowHint } from './fields';

/** Makes a price list, and goes on to its prices. */
export function CreatePriceList({ onClose }: { onClose: () => void }) {
  const { id: store, currency } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  // The same for the same list, so that sending it again makes no second one.
  const keys = useRef(new Map<string, string>());
  const form = useForm<ListValues & { id: string }>({
    initialValues: { name: '', id: '', currency, startsAt: null, endsAt: null },
    validate,
  });
  const creation = useMutation({
    mutationFn: ({ id, name, ...others }: ListValues & { id: string }) => {
      const body = { ...others, name: name.trim(), ...(id.trim() && { id: id.trim() }) };
      const text = JSON.stringify(body);
      const key = keys.current.get(text) ?? crypto.randomUUID();
      keys.current.set(text, key);
      return createPriceList(store, body, key);
    },
    onSuccess: async (list) => {
      notifyDone(t.priceLists.created(list.name));
      void client.invalidateQueries({ queryKey: inStore(store) });
      await navigate({
        to: '/stores/$store/price-lists/$list',
        params: { store, list: list.id },
      });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  const isExplained = Object.keys(asProblem(creation.error).byField).length > 0;
  return (
    <Dialog onClose={onClose} title={t.priceLists.create}>
      <form onSubmit={form.onSubmit((values) => creation.mutate(values))} noValidate>
        <Stack>
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
          {creation.error && !isExplained && <Failure error={creation.error} />}
          <Row justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.actions.cancel}
            </Button>
            <Button type="submit" loading={creation.isPending}>
              {t.actions.create}
            </Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}
