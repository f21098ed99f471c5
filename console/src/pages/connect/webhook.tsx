import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { asProblem } from '../../api/problem';
import { webhookQuery } from '../../api/webhooks';
import { Link } from '../../components/link';
import { Loaded, NotFound } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { Deliveries } from './deliveries';
import { WebhookActions } from './webhook-actions';
import { WebhookSettings } from './webhook-settings';

const route = getRouteApi('/signed-in/stores/$store/connect/webhooks/$webhook');

/** One webhook: what it is told of, its secret, and what it was told. */
export function WebhookPage() {
  const { id: store } = useStore();
  const { webhook: id } = route.useParams();
  const webhook = useQuery(webhookQuery(store, id));
  if (asProblem(webhook.error).status === 404) return <NotFound />;
  return (
    <Stack gap="md">
      <Link to="/stores/$store/connect/webhooks" params={{ store }} size="sm">
        {t.webhooks.backToAll}
      </Link>
      <Loaded query={webhook}>
        {(read) => (
          <>
            <div className="main-and-side">
              <WebhookSettings key={read.data.id} read={read} />
              <WebhookActions webhook={read.data} />
            </div>
            <Deliveries webhook={read.data} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}
