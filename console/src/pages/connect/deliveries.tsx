import { Button, Group as Row, Select, Stack } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { inStore } from '../../api/stores';
import {
  DELIVERY_STATES,
  type Delivery,
  deliveriesQuery,
  redeliver,
  type Webhook,
} from '../../api/webhooks';
import { DataTable } from '../../components/data-table';
import { notifyDone, notifyFailure } from '../../components/notify';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { deliveryColumns } from './delivery-columns';

const route = getRouteApi('/signed-in/stores/$store/connect/webhooks/$webhook');
const PAGE = 25;

/** What a webhook was told, and what came of it. */
export function Deliveries({ webhook: { id: webhook, active } }: { webhook: Webhook }) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const { state, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { limit: PAGE, ...(state && { state }), ...(cursor && { cursor }) };
  const deliveries = useQuery({
    ...deliveriesQuery(store, webhook, query),
    placeholderData: keepPreviousData,
  });
  const sending = useMutation({
    mutationFn: (delivery: string) => redeliver(store, { webhook, delivery }),
    onSuccess: async () => {
      notifyDone(t.webhooks.redelivered);
      await client.invalidateQueries({ queryKey: inStore(store) });
    },
    onError: notifyFailure,
  });
  const action = {
    title: t.webhooks.redeliver,
    isAction: true,
    render: ({ id, seq }: Delivery) => (
      <Row justify="flex-end">
        <Button
          size="xs"
          variant="default"
          disabled={!active}
          loading={sending.isPending && sending.variables === id}
          aria-label={t.webhooks.redeliverWhich(seq)}
          onClick={() => sending.mutate(id)}
        >
          {t.webhooks.redeliver}
        </Button>
      </Row>
    ),
  };
  return (
    <Section
      title={t.webhooks.deliveries}
      hint={t.webhooks.deliveriesHint}
      actions={
        <Select
          aria-label={t.webhooks.deliveryState}
          placeholder={t.webhooks.anyState}
          data={DELIVERY_STATES.map((value) => ({
            value,
            label: t.webhooks.states[value] ?? value,
          }))}
          value={state ?? null}
          clearable
          clearButtonProps={{ 'aria-label': t.actions.clear }}
          onChange={(next) =>
            void navigate({
              search: { state: (next as typeof state) ?? undefined },
              resetScroll: false,
            })
          }
        />
      }
    >
      <Loaded query={deliveries}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={state ? t.webhooks.noMatch : t.webhooks.noDeliveries}>
              {state ? undefined : t.webhooks.noDeliveriesText}
            </Empty>
          ) : (
            <Stack>
              <DataTable
                caption={t.webhooks.deliveries}
                columns={[...deliveryColumns, action]}
                rows={data}
                rowKey={({ id }) => id}
                isStale={deliveries.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}
