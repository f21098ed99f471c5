import { Button, Group as Row, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { MAX_DESCRIPTION, MAX_NAME } from '../../../../src/core/limits.js';
import { createGroup } from '../../api/groups';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { GroupSelect } from '../../components/group-select';
import { notifyDone } from '../../components/notify';
import { Failure } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';

interface Values {
  name: string;
  description: string;
  parentId: number | null;
}

/** Makes a group, and goes on to it. */
export function CreateGroup({ onClose }: { onClose: () => void }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  // The same for the same group, so that sending it again makes no second one.
  const keys = useRef(new Map<string, string>());
  const form = useForm<Values>({
    initialValues: { name: '', description: '', parentId: null },
    validate: { name: (name) => (name.trim() === '' ? t.group.nameRequired : null) },
  });
  const creation = useMutation({
    mutationFn: ({ name, description, parentId }: Values) => {
      const body = { name: name.trim(), description: description.trim() || null, parentId };
      const text = JSON.stringify(body);
      const key = keys.current.get(text) ?? crypto.randomUUID();
      keys.current.set(text, key);
      return createGroup(store, body, key);
    },
    onSuccess: async (group) => {
      notifyDone(t.groups.created(group.name));
      void client.invalidateQueries({ queryKey: inStore(store) });
      await navigate({ to: '/stores/$store/groups/$group', params: { store, group: group.id } });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  const isExplained = Object.keys(asProblem(creation.error).byField).length > 0;
  return (
    <Dialog onClose={onClose} title={t.groups.create}>
      <form onSubmit={form.onSubmit((values) => creation.mutate(values))}>
        <Stack>
          <TextInput
            label={t.groups.name}
            maxLength={MAX_NAME}
            withAsterisk
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Textarea
            label={t.groups.description}
            maxLength={MAX_DESCRIPTION}
            autosize
            minRows={2}
            {...form.getInputProps('description')}
          />
          <GroupSelect
            label={t.group.parent}
            description={t.group.parentHint}
            {...form.getInputProps('parentId')}
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
