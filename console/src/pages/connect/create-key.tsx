import { NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_NAME, MAX_RATE_LIMIT } from '../../../../src/core/limits.js';
import { createKey, type NewKey } from '../../api/keys';
import { asProblem } from '../../api/problem';
import type { Scope } from '../../api/session';
import { inStore } from '../../api/stores';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { ButtonLink } from '../../components/link';
import { ScopeFields } from '../../components/scope-fields';
import { SecretShown } from '../../components/secret-shown';
import { useRequestKey } from '../../components/use-request-key';
import { startOf } from '../../local-time';
import { fillSamples } from '../../session/sample-credentials';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const EXPIRIES = ['never', '30', '90', '365', 'date'] as const;
type Expiry = (typeof EXPIRIES)[number];
const DAY_MS = 24 * 60 * 60 * 1000;

interface Values {
  name: string;
  scopes: Scope[];
  expiry: Expiry;
  /** The last day, as the field has it: `2026-12-31`. */
  day: string;
  rateLimit: number | string;
}

function expiresAt({ expiry, day }: Values, now: number): string | null {
  if (expiry === 'never') return null;
  if (expiry === 'date') return startOf(day, 1) ?? null;
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
}

const bodyOf = (values: Values, now: number): NewKey => ({
  name: values.name.trim(),
  scopes: values.scopes,
  expiresAt: expiresAt(values, now),
  rateLimit: values.rateLimit === '' ? null : Number(values.rateLimit),
});

/** Makes a key, and shows its secret this once. */
export function CreateKey({ onClose }: { onClose: () => void }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const [openedAt] = useState(Date.now);
  const keyFor = useRequestKey();
  const form = useForm<Values>({
    initialValues: { name: '', scopes: ['groups:read'], expiry: 'never', day: '', rateLimit: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t.keys.nameRequired : null),
      scopes: (scopes) => (scopes.length === 0 ? t.scopes.required : null),
      day: (day, { expiry }) =>
        expiry === 'date' && !((startOf(day, 1) ?? '') > new Date().toISOString())
          ? t.keys.expiryDayRequired
          : null,
    },
  });
  const creation = useMutation({
    mutationFn: (values: Values) => {
      const body = bodyOf(values, openedAt);
      return createKey(store, body, keyFor(body));
    },
    onSuccess: ({ id, name, secret }) => {
      fillSamples({ store, key: { id, name, secret } });
      // Not waited for: the secret is shown at once, and only once.
      void client.invalidateQueries({ queryKey: inStore(store) });
    },
    onError: (error) => {
      const { expiresAt: day, ...others } = asProblem(error).byField;
      form.setErrors({ ...others, ...(day !== undefined && { day }) });
    },
  });
  if (creation.data) {
    const { id, name, secret } = creation.data;
    return (
      <SecretShown
        title={t.keys.createdOne(name)}
        text={t.connect.shownOnceText}
        secret={secret}
        also={[[t.keys.id, id]]}
        onClose={onClose}
        action={
          <ButtonLink variant="default" to="/stores/$store/connect" params={{ store }}>
            {t.keys.showSamples}
          </ButtonLink>
        }
      />
    );
  }
  const { expiry } = form.getValues();
  // A secret that is on its way would be lost.
  const close = creation.isPending ? () => {} : onClose;
  return (
    <Dialog onClose={close} title={t.keys.create}>
      <DialogForm
        submit={t.actions.create}
        error={creation.error}
        isWorking={creation.isPending}
        onSubmit={form.onSubmit((values) => creation.mutate(values))}
        onClose={close}
      >
        <TextInput
          label={t.keys.name}
          description={t.keys.nameHint}
          maxLength={MAX_NAME}
          withAsterisk
          data-autofocus
          {...form.getInputProps('name')}
        />
        <ScopeFields {...form.getInputProps('scopes')} value={form.getValues().scopes} />
        <Select
          label={t.keys.expires}
          description={t.keys.expiresHint}
          allowDeselect={false}
          data={EXPIRIES.map((value) => ({ value, label: t.keys.expiries[value] }))}
          {...form.getInputProps('expiry')}
        />
        {expiry === 'date' && (
          <TextInput
            type="date"
            label={t.keys.expiryDay}
            withAsterisk
            {...form.getInputProps('day')}
          />
        )}
        <NumberInput
          label={t.keys.rateLimit}
          description={t.keys.rateLimitHint}
          min={1}
          max={MAX_RATE_LIMIT}
          allowDecimal={false}
          hideControls
          {...form.getInputProps('rateLimit')}
        />
      </DialogForm>
    </Dialog>
  );
}
