import { Button, Group as Row, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { createWebhook } from '../../api/webhooks';
import { Dialog } from '../../components/dialog';
import { SecretShown } from '../../components/secret-shown';
import { Failure } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { bodyOf, checkUrl, WebhookFields, type WebhookValues } from './webhook-fields';

/** Makes a webhook, shows its secret this once, and goes on to it. */
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  // The same for the same webhook, so that sending it again makes no second one.
  const requestKeys = useRef(new Map<string, string>());
  const form = useForm<WebhookValues>({
    initialValues: { url: '', description: '', events: [] },
    validate: { url: checkUrl },
  });
  const creation = useMutation({
    mutationFn: (values: WebhookValues) => {
      const body = bodyOf(values);
      const text = JSON.stringify(body);
      const requestKey = requestKeys.current.get(text) ?? crypto.randomUUID();
      requestKeys.current.set(text, requestKey);
      return createWebhook(store, body, requestKey);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: inStore(store) }),
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  if (creation.data) {
    const { id, secret } = creation.data;
    return (
      <SecretShown
        title={t.webhooks.createdOne}
        text={`${t.connect.secretText} ${t.webhooks.secretHint}`}
        secret={secret}
        onClose={() =>
          void navigate({
            to: '/stores/$store/connect/webhooks/$webhook',
            params: { store, webhook: id },
          })
        }
      />
    );
  }
  const isExplained = Object.keys(asProblem(creation.error).byField).length > 0;
  return (
    <Dialog onClose={onClose} title={t.webhooks.create}>
      <form onSubmit={form.onSubmit((values) => creation.mutate(values))} noValidate>
        <Stack>
          <WebhookFields form={form} />
          {creation.error && !isExplained && <Failure error={creation.error} />}
          <Row justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.actions.cancel}
            </Button>
            <Button type="submit" loading={creation.isPending}>
              {t.actions.create}
            </Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}
