import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_NAME } from '../../../../src/core/limits.js';
import { asProblem, Problem } from '../../api/problem';
import { type Scope, sessionQuery } from '../../api/session';
import { inStore } from '../../api/stores';
import { findUser, putUser, type User } from '../../api/users';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { notifyDone, notifyFailure } from '../../components/notify';
import { SaveFailure } from '../../components/save-failure';
import { ScopeFields } from '../../components/scope-fields';
import { useStore } from '../../session/store';
import { t } from '../../texts';

interface Values {
  id: string;
  active: boolean;
  scopes: Scope[];
}

interface EditUserProps {
  /** Without one, a new one is added. */
  user?: User;
  onClose: () => void;
}

const valuesOf = (user?: User): Values =>
  user
    ? { id: user.id, active: user.active, scopes: user.scopes }
    : { id: '', active: true, scopes: ['groups:read'] };

const tagOf = ({ version }: User): string => `"${version}"`;

/** Adds a user, or says anew what one may do. */
export function EditUser({ user, onClose }: EditUserProps) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const [tag, setTag] = useState(user && tagOf(user));
  const form = useForm<Values>({
    initialValues: valuesOf(user),
    validate: {
      id: (id) => (id.trim() === '' ? t.users.idRequired : null),
      scopes: (scopes) => (scopes.length === 0 ? t.scopes.required : null),
    },
  });
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const { id, ...fields } = form.getValues();
      const name = id.trim();
      if (!user && (await findUser(store, name))) throw taken();
      return putUser(store, { user: name, fields, tag: force ? undefined : tag });
    },
    onSuccess: ({ id }) => {
      notifyDone(t.users.saved(id));
      void client.invalidateQueries({ queryKey: inStore(store) });
      // One's own scopes say what there is to see and do.
      void client.invalidateQueries({ queryKey: sessionQuery().queryKey });
      onClose();
    },
    onError: (error) => {
      const { user: id, ...others } = asProblem(error).byField;
      form.setErrors({ ...others, ...(id !== undefined && { id }) });
    },
  });
  const reload = async () => {
    const newest = user && (await findUser(store, user.id));
    if (!newest) return onClose();
    setTag(newest.tag);
    form.setValues(valuesOf(newest.data));
    saving.reset();
  };
  return (
    <Dialog onClose={onClose} title={user ? t.users.changeTitle(user.id) : t.users.add}>
      <DialogForm
        submit={user ? t.actions.save : t.users.add}
        isWorking={saving.isPending}
        onSubmit={form.onSubmit(() => saving.mutate({ force: false }))}
        onClose={onClose}
      >
        {!user && (
          <TextInput
            label={t.users.id}
            description={t.users.idHint}
            maxLength={MAX_NAME}
            withAsterisk
            data-autofocus
            {...form.getInputProps('id')}
          />
        )}
        <Switch
          label={t.users.active}
          description={t.users.activeHint}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
        <ScopeFields {...form.getInputProps('scopes')} value={form.getValues().scopes} />
        <SaveFailure
          error={saving.error}
          onReload={() => void reload().catch(notifyFailure)}
          onOverwrite={() => saving.mutate({ force: true })}
        />
      </DialogForm>
    </Dialog>
  );
}

/** Adding must not change what somebody may do already. */
const taken = () => new Problem(400, { errors: [{ parameter: 'user', message: t.users.exists }] });
