import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { inStore } from '../../api/stores';
import { deleteWebhook, updateWebhook, type Webhook } from '../../api/webhooks';
import { Ask } from '../../components/ask';
import { notifyDone, notifyFailure } from '../../components/notify';
import { Section } from '../../components/page';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { moment } from '../../texts/format';
import { RotateSecret } from './rotate-secret';

/** Whether a webhook is on, its secret, and its end. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'rotate' | 'delete'>();
  const { id, active, disabledReason, disabledAt, previousSecretExpiresAt: former } = webhook;
  const switching = useMutation({
    mutationFn: () => updateWebhook(store, { webhook: id, patch: { active: !active } }),
    onSuccess: async () => {
      notifyDone(active ? t.webhooks.wasSwitchedOff : t.webhooks.wasSwitchedOn);
      await client.invalidateQueries({ queryKey: inStore(store) });
    },
    onError: notifyFailure,
  });
  const close = () => setAsking(undefined);
  return (
    <Section title={t.webhooks.state}>
      <Stack gap="md" align="stretch">
        {active ? (
          <Text size="sm">{t.webhooks.on}</Text>
        ) : (
          <Alert color="yellow" title={t.webhooks.switchedOffTitle}>
            <Stack gap="xs">
              {disabledAt && <Text size="sm">{t.webhooks.since(moment(disabledAt))}</Text>}
              {disabledReason && (
                <Text size="sm">
                  {t.webhooks.reason} {disabledReason}
                </Text>
              )}
              <Text size="sm">{t.webhooks.switchedOff}</Text>
            </Stack>
          </Alert>
        )}
        <Button
          variant={active ? 'default' : 'filled'}
          loading={switching.isPending}
          onClick={() => switching.mutate()}
        >
          {active ? t.webhooks.switchOff : t.webhooks.switchOn}
        </Button>
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {t.webhooks.secret}
          </Text>
          <Text size="sm" c="dimmed">
            {t.webhooks.secretHint}
          </Text>
          {former && Date.parse(former) > Date.now() && (
            <Text size="sm">{t.webhooks.previousUntil(moment(former))}</Text>
          )}
        </Stack>
        <Button variant="default" onClick={() => setAsking('rotate')}>
          {t.webhooks.rotate}
        </Button>
        <Button variant="outline" color="red" onClick={() => setAsking('delete')}>
          {t.webhooks.delete}
        </Button>
      </Stack>
      {asking === 'rotate' && <RotateSecret webhook={webhook} onClose={close} />}
      {asking === 'delete' && (
        <Ask
          title={t.webhooks.deleteTitle}
          confirm={t.webhooks.delete}
          onClose={close}
          onConfirm={async () => {
            await deleteWebhook(store, id);
            notifyDone(t.webhooks.deleted);
            await navigate({ to: '/stores/$store/connect/webhooks', params: { store } });
            void client.invalidateQueries({ queryKey: inStore(store) });
          }}
        >
          {t.webhooks.deleteText}
        </Ask>
      )}
    </Section>
  );
}
