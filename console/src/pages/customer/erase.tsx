import { Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Customer, deleteCustomer } from '../../api/customers';
import { inStore } from '../../api/stores';
import { nameOf } from '../../components/customer-link';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { notifyDone } from '../../components/notify';
import { useStore } from '../../session/store';
import { t } from '../../texts';

interface EraseCustomerProps {
  customer: Customer;
  onClose: () => void;
  onErased: () => void;
}

/** For good, so nobody does it by mistake: the id has to be typed. */
export function EraseCustomer({ customer, onClose, onErased }: EraseCustomerProps) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const erasure = useMutation({
    mutationFn: () =>
      deleteCustomer(store, customer.id, { erase: true, requestId: crypto.randomUUID() }),
    onSuccess: async () => {
      notifyDone(t.erasure.done(customer.id));
      onErased();
      await client.invalidateQueries({ queryKey: inStore(store) });
    },
  });
  const isSure = typed.trim() === customer.id;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSure) erasure.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t.erasure.title(nameOf(customer))} size="lg">
      <DialogForm
        submit={t.erasure.confirm}
        color="red"
        error={erasure.error}
        isWorking={erasure.isPending}
        disabled={!isSure}
        onSubmit={submit}
        onClose={onClose}
      >
        <Text>{t.erasure.explained}</Text>
        <TextInput
          label={t.erasure.type(customer.id)}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      </DialogForm>
    </Dialog>
  );
}
