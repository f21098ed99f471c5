import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MAX_EMAIL, MAX_NAME } from '../../../../src/core/limits.js';
import {
  type Customer,
  customerQuery,
  type TaggedCustomer,
  updateCustomer,
} from '../../api/customers';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { nameOf } from '../../components/customer-link';
import { notifyFailure, notifyUndoable } from '../../components/notify';
import { Section } from '../../components/page';
import { SaveBar } from '../../components/save-bar';
import { afterSave, useBase } from '../../components/use-base';
import { useLeaveGuard } from '../../components/use-leave-guard';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const valuesOf = ({ name, email }: Customer) => ({ name: name ?? '', email: email ?? '' });

type Values = ReturnType<typeof valuesOf>;

/** As they are sent: the service also keeps blanks around them, and empty ones. */
const bodyOf = ({ name, email }: Values) => ({
  name: name.trim() || null,
  email: email.trim() || null,
});

/** Name and e-mail address, to be changed. */
export function Details({ read }: { read: TaggedCustomer }) {
  const store = useStore();
  const client = useQueryClient();
  const form = useForm({ initialValues: valuesOf(read.data) });
  const wanted = bodyOf(form.getValues());
  const differs = ({ data }: TaggedCustomer) => {
    const { name, email } = bodyOf(valuesOf(data));
    return wanted.name !== name || wanted.email !== email;
  };
  const [base, reset] = useBase(read, differs, ({ data }, sent?: Values) => {
    const saved = valuesOf(data);
    form.setValues(sent ? afterSave(saved, sent, form.getValues()) : saved);
    form.clearErrors();
  });
  const isChanged = differs(base);
  const customer = base.data.id;
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const requestId = crypto.randomUUID();
      const sent = form.getValues();
      // The tag is of the groups, too: with other groups alone, the details are as they were.
      const { tag } = read.data.version === base.data.version ? read : base;
      const patch = bodyOf(sent);
      const change = { customer, patch, tag: force ? undefined : tag, requestId };
      return { saved: await updateCustomer(store.id, change), sent, requestId };
    },
    onSuccess: async ({ saved, sent, requestId }) => {
      const message = t.customer.saved(nameOf(saved.data));
      notifyUndoable({ message, store, requestIds: [requestId], client });
      reset(saved, sent);
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  useLeaveGuard(isChanged);
  const discard = (to: TaggedCustomer) => {
    saving.reset();
    reset(to);
  };
  const reload = () =>
    client.fetchQuery({ ...customerQuery(store.id, customer), staleTime: 0 }).then(discard);
  const field = (name: 'name' | 'email') => {
    const props = form.getInputProps(name);
    // What was refused has been mended, perhaps: it can be sent again.
    const onChange = (event: unknown) => {
      if (!asProblem(saving.error).isStale) saving.reset();
      props.onChange(event);
    };
    return { ...props, onChange };
  };
  return (
    <Section title={t.customer.details}>
      <fieldset disabled={!store.can('customers:write')} className="fields">
        <TextInput label={t.customers.name} maxLength={MAX_NAME} {...field('name')} />
        <TextInput
          type="email"
          label={t.customers.email}
          maxLength={MAX_EMAIL}
          {...field('email')}
        />
      </fieldset>
      {(isChanged || saving.error) && (
        <SaveBar
          impact={null}
          error={saving.error}
          isSaving={saving.isPending}
          onSave={() => saving.mutate({ force: false })}
          onOverwrite={() => saving.mutate({ force: true })}
          onReload={() => void reload().catch(notifyFailure)}
          onDiscard={() => discard(base)}
        />
      )}
    </Section>
  );
}
