import { Button, Group as Row, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asProblem } from '../../api/problem';
import { inStore } from '../../api/stores';
import { type TaggedWebhook, updateWebhook, webhookQuery } from '../../api/webhooks';
import { notifyDone, notifyFailure } from '../../components/notify';
import { Section } from '../../components/page';
import { SaveFailure } from '../../components/save-failure';
import { afterSave, useBase } from '../../components/use-base';
import { useLeaveGuard } from '../../components/use-leave-guard';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { bodyOf, checkUrl, valuesOf, WebhookFields, type WebhookValues } from './webhook-fields';

/** What can be changed of a webhook; what somebody else changes meanwhile is not taken back. */
export function WebhookSettings({ read }: { read: TaggedWebhook }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const form = useForm<WebhookValues>({
    initialValues: valuesOf(read.data),
    validate: { url: checkUrl },
  });
  const text = JSON.stringify(bodyOf(form.getValues()));
  const differs = ({ data }: TaggedWebhook) => text !== JSON.stringify(bodyOf(valuesOf(data)));
  const [base, reset] = useBase(read, differs, ({ data }, sent?: WebhookValues) => {
    const saved = valuesOf(data);
    form.setValues(sent ? afterSave(saved, sent, form.getValues()) : saved);
    form.clearErrors();
    saving.reset();
  });
  const { id } = base.data;
  const isChanged = differs(base);
  const saving = useMutation({
    mutationFn: async ({ force }: { force: boolean }) => {
      const sent = form.getValues();
      const tag = force ? undefined : base.tag;
      const saved = await updateWebhook(store, { webhook: id, patch: bodyOf(sent), tag });
      return { saved, sent };
    },
    onSuccess: async ({ saved, sent }) => {
      notifyDone(t.webhooks.saved);
      reset(saved, sent);
      await client.invalidateQueries({ queryKey: inStore(store) });
    },
    onError: (error) => form.setErrors(asProblem(error).byField),
  });
  const reload = async () =>
    reset(await client.fetchQuery({ ...webhookQuery(store, id), staleTime: 0 }));
  useLeaveGuard(isChanged);
  return (
    <Section title={t.webhooks.settings}>
      <form onSubmit={form.onSubmit(() => saving.mutate({ force: false }))} noValidate>
        <Stack>
          <WebhookFields form={form} />
          <SaveFailure
            error={saving.error}
            onReload={() => void reload().catch(notifyFailure)}
            onOverwrite={() => saving.mutate({ force: true })}
          />
          {isChanged && (
            <Row justify="flex-end">
              <Button variant="default" onClick={() => reset(base)} disabled={saving.isPending}>
                {t.actions.discard}
              </Button>
              <Button type="submit" loading={saving.isPending}>
                {t.actions.save}
              </Button>
            </Row>
          )}
        </Stack>
      </form>
    </Section>
  );
}
