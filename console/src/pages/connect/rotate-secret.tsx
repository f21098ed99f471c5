import { Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { OVERLAP_HOURS } from '../../../../src/core/limits.js';
import { inStore } from '../../api/stores';
import { rotateSecret, type Webhook } from '../../api/webhooks';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { SecretShown } from '../../components/secret-shown';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const CHOICES = [0, 1, OVERLAP_HOURS, 72, 168];

interface RotateSecretProps {
  webhook: Webhook;
  onClose: () => void;
}

/** Gives a webhook a new secret, and shows it this once. */
export function RotateSecret({ webhook, onClose }: RotateSecretProps) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const [hours, setHours] = useState(String(OVERLAP_HOURS));
  const rotation = useMutation({
    mutationFn: () => rotateSecret(store, webhook.id, Number(hours)),
    // Not waited for: the secret is shown at once, and only once.
    onSuccess: () => void client.invalidateQueries({ queryKey: inStore(store) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rotation.mutate();
  };
  if (rotation.data) {
    return (
      <SecretShown
        title={t.webhooks.rotated}
        text={t.connect.secretText}
        secret={rotation.data.secret}
        onClose={onClose}
      />
    );
  }
  // A secret that is on its way would be lost.
  const close = rotation.isPending ? () => {} : onClose;
  return (
    <Dialog onClose={close} title={t.webhooks.rotateTitle}>
      <DialogForm
        submit={t.webhooks.rotate}
        color="red"
        error={rotation.error}
        isWorking={rotation.isPending}
        onSubmit={submit}
        onClose={close}
      >
        <Text>{t.webhooks.rotateText}</Text>
        <Select
          label={t.webhooks.overlap}
          allowDeselect={false}
          data={CHOICES.map((value) => ({
            value: String(value),
            label: t.webhooks.overlapHours(value),
          }))}
          value={hours}
          onChange={(value) => setHours(value ?? hours)}
        />
      </DialogForm>
    </Dialog>
  );
}
