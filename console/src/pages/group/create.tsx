import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MAX_DESCRIPTION, MAX_NAME } from '../../../../src/core/limits.js';
import { createGroup } from '../../api/groups';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { GroupSelect } from '../../components/group-select';
import { notifyDone } from '../../components/notify';
import { useRequestKey } from '../../components/use-request-key';
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
  const keyFor = useRequestKey();
  const form = useForm<Values>({
    initialValues: { name: '', description: '', parentId: null },
    validate: { name: (name) => (name.trim() === '' ? t.group.nameRequired : null) },
  });
  const creation = useMutation({
    mutationFn: ({ name, description, parentId }: Values) => {
      const body = { name: name.trim(), description: description.trim() || null, parentId };
      return createGroup(store, body, keyFor(body));
    },
    onSuccess: async (group) => {
      notifyDone(t.groups.created(group.name));
      void client.invalidateQueries({ queryKey: inStore(store) });
      await navigate({
        to: '/stores/$store/groups/$group',
        params: { store, group: group.id },
        replace: true,
      });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  return (
    <Dialog onClose={onClose} title={t.groups.create}>
      <DialogForm
        submit={t.actions.create}
        error={creation.error}
        isWorking={creation.isPending}
        onSubmit={form.onSubmit((values) => creation.mutate(values))}
        onClose={onClose}
      >
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
      </DialogForm>
    </Dialog>
  );
}
