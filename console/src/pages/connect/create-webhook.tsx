import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { createWebhook } from '../../api/webhooks';
import { Dialog } from '../../components/dialog';
import { DialogForm } from '../../components/dialog-form';
import { SecretShown } from '../../components/secret-shown';
import { useRequestKey } from '../../components/use-request-key';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { bodyOf, checkUrl, WebhookFields, type WebhookValues } from './webhook-fields';

/** Makes a webhook, shows its secret this once, and goes on to it. */
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const keyFor = useRequestKey();
  const form = useForm<WebhookValues>({
    initialValues: { url: '', description: '', events: [] },
    validate: { url: checkUrl },
  });
  const creation = useMutation({
    mutationFn: (values: WebhookValues) => {
      const body = bodyOf(values);
      return createWebhook(store, body, keyFor(body));
    },
    // Not waited for: the secret is shown at once, and only once.
    onSuccess: () => void client.invalidateQueries({ queryKey: inStore(store) }),
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
            replace: true,
          })
        }
      />
    );
  }
  // A secret that is on its way would be lost.
  const close = creation.isPending ? () => {} : onClose;
  return (
    <Dialog onClose={close} title={t.webhooks.create}>
      <DialogForm
        submit={t.actions.create}
        error={creation.error}
        isWorking={creation.isPending}
        onSubmit={form.onSubmit((values) => creation.mutate(values))}
        onClose={close}
      >
        <WebhookFields form={form} />
      </DialogForm>
    </Dialog>
  );
}
