import { Badge, Stack, Text } from '@mantine/core';
import type { Delivery } from '../../api/webhooks';
import { Ago } from '../../components/ago';
import type { Column } from '../../components/data-table';
import { eventInWords } from '../../components/event-words';
import { t } from '../../texts';
import { ago, number } from '../../texts/format';

const MARKS = {
  waiting: { variant: 'default' },
  delivered: { variant: 'light', color: 'green' },
  failed: { variant: 'light', color: 'red' },
  dropped: { variant: 'default' },
} as const satisfies Record<Delivery['state'], object>;

export const deliveryColumns: readonly Column<Delivery>[] = [
  {
    title: t.webhooks.what,
    render: ({ event, entityId, seq }) => (
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {eventInWords(event)}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {entityId} · {t.changeLog.seq(seq)}
        </Text>
      </Stack>
    ),
  },
  {
    title: t.webhooks.deliveryState,
    render: ({ state }) => <Badge {...MARKS[state]}>{t.webhooks.states[state] ?? state}</Badge>,
  },
  {
    title: t.webhooks.outcome,
    render: ({ state, lastStatus, lastError, nextAttemptAt }) => (
      <Stack gap={2}>
        {lastStatus !== null && (lastError === null || state === 'delivered') && (
          <Text size="sm">{t.webhooks.answered(lastStatus)}</Text>
        )}
        {lastError !== null && state !== 'delivered' && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {lastError}
          </Text>
        )}
        {nextAttemptAt !== null && (
          <Text size="xs" c="dimmed">
            {t.webhooks.nextAttempt(ago(nextAttemptAt))}
          </Text>
        )}
      </Stack>
    ),
  },
  { title: t.webhooks.attempts, isNumber: true, render: ({ attempts }) => number(attempts) },
  { title: t.webhooks.when, render: ({ createdAt }) => <Ago at={createdAt} /> },
];
