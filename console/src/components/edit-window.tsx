import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type MemberKey, memberQuery, putMember, type TaggedMember } from '../api/members';
import { asProblem } from '../api/problem';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Dialog } from './dialog';
import { DialogForm } from './dialog-form';
import { notifyFailure, notifyUndoable } from './notify';
import { SaveFailure } from './save-failure';
import { Loaded } from './states';
import { isWindow, WindowFields, windowChange, windowValues } from './window-fields';

interface NamedMember extends MemberKey {
  customerName: string;
  groupName: string;
}

interface EditWindowProps {
  member: NamedMember;
  onClose: () => void;
}

/** From when until when a membership counts. */
export function EditWindow({ member, onClose }: EditWindowProps) {
  const { id: store } = useStore();
  const read = useQuery(memberQuery(store, member));
  return (
    <Dialog
      onClose={onClose}
      title={t.window.title(member.customerName, member.groupName)}
      size="lg"
    >
      <Loaded query={read}>{(base) => <Form {...{ member, read: base, onClose }} />}</Loaded>
    </Dialog>
  );
}

function Form({ member, read, onClose }: EditWindowProps & { read: TaggedMember }) {
  const store = useStore();
  const client = useQueryClient();
  // What the form began with: newer states that come by themselves do not change what is typed.
  const [base, setBase] = useState(read);
  const [values, setValues] = useState(() => windowValues(read.data));
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const requestId = crypto.randomUUID();
      const tag = force ? undefined : base.tag;
      const window = windowChange(values, base.data);
      await putMember(store.id, { ...member, window, tag, requestId });
      return requestId;
    },
    onSuccess: async (requestId) => {
      const message = t.window.saved(member.customerName);
      notifyUndoable({ message, store, requestIds: [requestId], client });
      onClose();
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  const problem = asProblem(saving.error);
  const isChanged = Object.keys(windowChange(values, base.data)).length > 0;
  const reload = async () => {
    const newest = await client.fetchQuery(memberQuery(store.id, member));
    setBase(newest);
    setValues(windowValues(newest.data));
    saving.reset();
  };
  const save = (force: boolean) => {
    if (isChanged && isWindow(values)) saving.mutate({ force });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(false);
  };
  return (
    <DialogForm
      submit={t.window.save}
      isWorking={saving.isPending}
      disabled={!isChanged}
      onSubmit={submit}
      onClose={onClose}
    >
      <WindowFields
        values={values}
        errors={problem.byField}
        onChange={(next) => {
          setValues(next);
          if (!problem.isStale) saving.reset();
        }}
      />
      <SaveFailure
        error={saving.error}
        onReload={() => void reload().catch(notifyFailure)}
        onOverwrite={() => save(true)}
      />
    </DialogForm>
  );
}
