import { Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { changesQuery } from '../../api/changes';
import { ChangeList } from '../../components/change-list';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer/history');

const PAGE = 25;

/** What was changed of a customer and of what it is in. */
export function CustomerHistory() {
  const { id: store, can } = useStore();
  const { customer } = route.useParams();
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRead = can('store:admin');
  const query = { customerId: customer, limit: PAGE, ...(cursor && { cursor }) };
  const changes = useQuery({
    ...changesQuery(store, query),
    enabled: mayRead,
    placeholderData: keepPreviousData,
  });
  if (!mayRead) return <Text>{t.customer.needsAdmin}</Text>;
  return (
    <Section title={t.customer.history} hint={t.customer.historyHint}>
      <Loaded query={changes}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={t.customer.noHistory} />
          ) : (
            <Stack>
              <ChangeList changes={data} />
              <Pager
                cursor={cursor}
                nextCursor={nextCursor}
                onCursor={(next, pagesBefore) =>
                  void navigate({ search: { cursor: next }, state: { pagesBefore } })
                }
              />
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}
