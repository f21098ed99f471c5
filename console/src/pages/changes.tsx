import { Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { changesQuery } from '../api/changes';
import { ChangeList } from '../components/change-list';
import { Page } from '../components/page';
import { Pager } from '../components/pager';
import { Empty, Loaded } from '../components/states';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Filters } from './changes/filters';
import { queryOf } from './changes/query';

const route = getRouteApi('/signed-in/stores/$store/changes');
const PAGE = 25;

/** The log: what was changed, by whom, and what it was before. */
export function ChangesPage() {
  const { id } = useStore();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { cursor, ...filters } = search;
  const changes = useQuery({
    ...changesQuery(id, { ...queryOf(search), limit: PAGE }),
    placeholderData: keepPreviousData,
  });
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <Page title={t.changeLog.title} hint={t.changeLog.hint}>
      <div className="card">
        <Filters search={search} onSearch={(wanted) => void navigate({ search: wanted })} />
      </div>
      <div className="card">
        <Loaded query={changes}>
          {({ data, nextCursor }) =>
            data.length === 0 ? (
              <Empty title={isFiltered ? t.changeLog.noMatch : t.changeLog.empty}>
                {isFiltered ? t.changeLog.noMatchText : t.changeLog.emptyText}
              </Empty>
            ) : (
              <Stack aria-busy={changes.isPlaceholderData}>
                <ChangeList changes={data} />
                <Pager
                  cursor={cursor}
                  nextCursor={nextCursor}
                  onCursor={(next, pagesBefore) =>
                    void navigate({ search: { ...filters, cursor: next }, state: { pagesBefore } })
                  }
                />
              </Stack>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
