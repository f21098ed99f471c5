import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { customerQuery } from '../api/customers';
import { groupQuery } from '../api/groups';
import { putMember } from '../api/members';
import { asProblem } from '../api/problem';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { nameOf } from './customer-link';
import { Dialog } from './dialog';
import { DialogForm } from './dialog-form';
import { notifyDone, notifyUndoable } from './notify';
import { EMPTY_WINDOW, isWindow, newWindow, WindowFields } from './window-fields';

interface AddToGroupProps {
  title: string;
  /** What is known or chosen so far. */
  group: number | null;
  customer: string | null;
  /** Chooses what is not known, and says where nothing is chosen. */
  field: (isMissing: boolean) => ReactNode;
  onClose: () => void;
}

/** Adds a customer to a group, with a window if one is wanted. */
export function AddToGroup({ title, group, customer, field, onClose }: AddToGroupProps) {
  const store = useStore();
  const client = useQueryClient();
  const [values, setValues] = useState(EMPTY_WINDOW);
  const [isMissing, setMissing] = useState(false);
  const adding = useMutation({
    mutationFn: async (chosen: { group: number; customer: string }) => {
      const [person, { data }] = await Promise.all([
        client.fetchQuery(customerQuery(store.id, chosen.customer)),
        client.fetchQuery(groupQuery(store.id, chosen.group)),
      ]);
      const requestId = crypto.randomUUID();
      const window = newWindow(values);
      const isNew = await putMember(store.id, { ...chosen, window, requestId });
      return { isNew, requestId, names: [nameOf(person.data), data.name] as const };
    },
    onSuccess: async ({ isNew, requestId, names }) => {
      const message = t.members.added(...names);
      if (isNew) notifyUndoable({ message, store, requestIds: [requestId], client });
      else notifyDone(t.members.wasMember(...names));
      onClose();
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isComplete = group !== null && customer !== null;
    setMissing(!isComplete);
    if (isComplete && isWindow(values)) adding.mutate({ group, customer });
  };
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <DialogForm
        submit={t.members.addButton}
        error={adding.error}
        isWorking={adding.isPending}
        onSubmit={submit}
        onClose={onClose}
      >
        {field(isMissing && (group === null || customer === null))}
        <WindowFields
          values={values}
          errors={asProblem(adding.error).byField}
          onChange={setValues}
        />
      </DialogForm>
    </Dialog>
  );
}
