import { getRouteApi } from '@tanstack/react-router';
import { ChangePages } from '../components/change-pages';
import { EmptyList } from '../components/empty-list';
import { Page } from '../components/page';
import { t } from '../texts';
import { Filters } from './changes/filters';
import { isFiltered, queryOf } from './changes/query';

const route = getRouteApi('/signed-in/stores/$store/changes');

/** The log: what was changed, by whom, and what it was before. */
export function ChangesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t.changeLog.title} hint={t.changeLog.hint}>
      <div className="card">
        <Filters
          search={search}
          onSearch={(part, replace = false) =>
            void navigate({
              search: (before) => ({ ...before, ...part, cursor: undefined }),
              replace,
            })
          }
          onClear={() => void navigate({ search: {} })}
        />
      </div>
      <div className="card">
        <ChangePages
          query={queryOf(search)}
          empty={<EmptyList words={t.changeLog} isSearch={isFiltered(search)} />}
        />
      </div>
    </Page>
  );
}
