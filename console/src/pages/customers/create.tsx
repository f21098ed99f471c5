import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MAX_EMAIL, MAX_ID, MAX_NAME } from '../../../../src/core/limits.js';
import { createCustomer } from '../../api/customers';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { nameOf } from '../../components/customer-link';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { GroupSelect } from '../../components/group-select';
import { notifyDone } from '../../components/notify';
import { useRequestKey } from '../../components/use-request-key';
import { useStore } from '../../session/store';
import { t } from '../../texts';

interface Values {
  id: string;
  name: string;
  email: string;
  group: number | null;
}

/** Makes a customer, and goes on to it. */
export function CreateCustomer({ onClose }: { onClose: () => void }) {
  const { id: store, can } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const keyFor = useRequestKey();
  const form = useForm<Values>({ initialValues: { id: '', name: '', email: '', group: null } });
  const creation = useMutation({
    mutationFn: ({ id, name, email, group }: Values) => {
      const body = {
        ...(id.trim() && { id: id.trim() }),
        name: name.trim() || null,
        email: email.trim() || null,
        ...(group !== null && { groupIds: [group] }),
      };
      return createCustomer(store, body, keyFor(body));
    },
    onSuccess: async (customer) => {
      notifyDone(t.customers.created(nameOf(customer)));
      void client.invalidateQueries({ queryKey: inStore(store) });
      await navigate({
        to: '/stores/$store/customers/$customer',
        params: { store, customer: customer.id },
        replace: true,
      });
    },
    onError: (error) => form.setErrors(errorsOf(error)),
  });
  const isExplained = Object.keys(errorsOf(creation.error)).length > 0;
  return (
    <Dialog onClose={onClose} title={t.customers.create}>
      <DialogForm
        submit={t.actions.create}
        error={isExplained ? null : creation.error}
        isWorking={creation.isPending}
        onSubmit={form.onSubmit((values) => creation.mutate(values))}
        onClose={onClose}
      >
        <TextInput
          label={t.customers.name}
          maxLength={MAX_NAME}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          type="email"
          label={t.customers.email}
          maxLength={MAX_EMAIL}
          {...form.getInputProps('email')}
        />
        <TextInput
          label={t.customers.id}
          description={t.customers.idHint}
          maxLength={MAX_ID}
          {...form.getInputProps('id')}
        />
        {can('groups:write') && (
          <GroupSelect
            label={t.customers.firstGroup}
            description={t.customers.defaultHint}
            {...form.getInputProps('group')}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}

/** That an id is taken is about the field of the id; faults of groups are about the one group. */
function errorsOf(error: unknown): Record<string, string> {
  const problem = asProblem(error);
  if (problem.code === 'id_taken') return { id: problem.message };
  const { groupIds, ...errors } = problem.byField;
  return { ...errors, ...(groupIds && { group: groupIds }) };
}
