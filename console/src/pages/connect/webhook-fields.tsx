import { MultiSelect, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { MAX_DESCRIPTION, MAX_WEBHOOK_URL } from '../../../../src/core/limits.js';
import type { NewWebhook, Webhook } from '../../api/webhooks';
import { eventInWords } from '../../components/event-words';
import { t } from '../../texts';
import { EVENTS } from '../../webhook-events';

export interface WebhookValues {
  url: string;
  description: string;
  /** None: all of them. */
  events: string[];
}

export const valuesOf = ({ url, description, events }: Webhook): WebhookValues => ({
  url,
  description: description ?? '',
  events: events ?? [],
});

export const bodyOf = ({ url, description, events }: WebhookValues): NewWebhook => ({
  url: url.trim(),
  description: description.trim() || null,
  events: events.length === 0 ? null : events,
});

/** Whether it can be one at all; the service says the rest, such as that it is not public. */
export const checkUrl = (url: string): string | null =>
  URL.canParse(url.trim()) ? null : t.webhooks.urlRequired;

const CHOICES = Object.entries(EVENTS).map(([entity, verbs]) => ({
  group: t.changes.entities[entity] ?? entity,
  items: ['*', ...verbs].map((verb) => ({
    value: `${entity}.${verb}`,
    label: eventInWords(`${entity}.${verb}`),
  })),
}));

export function WebhookFields({ form }: { form: UseFormReturnType<WebhookValues> }) {
  return (
    <>
      <TextInput
        type="url"
        label={t.webhooks.url}
        description={t.webhooks.urlHint}
        maxLength={MAX_WEBHOOK_URL}
        withAsterisk
        data-autofocus
        {...form.getInputProps('url')}
      />
      <Textarea
        label={t.webhooks.description}
        maxLength={MAX_DESCRIPTION}
        autosize
        minRows={1}
        {...form.getInputProps('description')}
      />
      <MultiSelect
        label={t.webhooks.events}
        description={t.webhooks.eventsHint}
        data={CHOICES}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t.actions.clear }}
        {...form.getInputProps('events')}
      />
    </>
  );
}
