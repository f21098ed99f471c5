import { Badge, Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Webhook, webhooksQuery } from '../../api/webhooks';
import { type Column, DataTable } from '../../components/data-table';
import { eventInWords } from '../../components/event-words';
import { Link } from '../../components/link';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useDialogStep } from '../../components/use-dialog-step';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { CreateWebhook } from './create-webhook';

const route = getRouteApi('/signed-in/stores/$store/connect/webhooks');
const PAGE = 25;
/** More events are counted. */
const NAMED = 3;

function eventsInWords(events: Webhook['events']): string {
  if (events === null) return t.webhooks.all;
  const named = events.slice(0, NAMED).map(eventInWords).join(', ');
  const more = events.length - NAMED;
  return more > 0 ? `${named} ${t.more(more)}` : named;
}

export function Webhooks() {
  const { id, can } = useStore();
  const { cursor, create } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { limit: PAGE, ...(cursor && { cursor }) };
  const webhooks = useQuery({ ...webhooksQuery(id, query), placeholderData: keepPreviousData });
  const setCreating = useDialogStep(
    create,
    (wanted, step) => void navigate({ search: { cursor, create: wanted }, ...step }),
  );
  const columns: readonly Column<Webhook>[] = [
    {
      title: t.webhooks.url,
      render: ({ id: webhook, url, description }) => (
        <Stack gap={2}>
          <Link
            to="/stores/$store/connect/webhooks/$webhook"
            params={{ store: id, webhook }}
            fw={600}
            size="sm"
            style={{ overflowWrap: 'anywhere' }}
          >
            {url}
          </Link>
          {description && (
            <Text size="sm" c="dimmed" lineClamp={1}>
              {description}
            </Text>
          )}
        </Stack>
      ),
    },
    { title: t.webhooks.events, render: ({ events }) => eventsInWords(events) },
    {
      title: t.webhooks.state,
      render: ({ active }) => (
        <Badge variant={active ? 'light' : 'default'} color="green">
          {active ? t.webhooks.on : t.webhooks.off}
        </Badge>
      ),
    },
  ];
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating('true')}>
      {t.webhooks.create}
    </Button>
  );
  return (
    <Section title={t.webhooks.title} hint={t.webhooks.hint} actions={can('store:admin') && button}>
      <Loaded query={webhooks}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={t.webhooks.empty}>{t.webhooks.emptyText}</Empty>
          ) : (
            <Stack>
              <DataTable
                caption={t.webhooks.title}
                columns={columns}
                rows={data}
                rowKey={(webhook) => webhook.id}
                isStale={webhooks.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </Stack>
          )
        }
      </Loaded>
      {create && <CreateWebhook onClose={() => setCreating(undefined)} />}
    </Section>
  );
}
