import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { changesQuery } from '../../api/changes';
import { ChangeList } from '../../components/change-list';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/history');

export function GroupHistory() {
  const { can } = useStore();
  return (
    <Section title={t.history.title} hint={t.history.hint}>
      {can('store:admin') ? <Changes /> : <Text>{t.history.needsAdmin}</Text>}
    </Section>
  );
}

const PAGE = 25;

function Changes() {
  const { id: store } = useStore();
  const { group: groupId } = route.useParams();
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const changes = useQuery({
    ...changesQuery(store, { groupId, limit: PAGE, ...(cursor && { cursor }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={changes}>
      {({ data, nextCursor }) =>
        data.length === 0 ? (
          <Empty title={t.history.empty}>{t.history.emptyText}</Empty>
        ) : (
          <>
            <ChangeList changes={data} />
            <Pager
              cursor={cursor}
              nextCursor={nextCursor}
              onCursor={(next, pagesBefore) =>
                void navigate({ search: { cursor: next }, state: { pagesBefore } })
              }
            />
          </>
        )
      }
    </Loaded>
  );
}
