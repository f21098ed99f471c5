import { Button, Group as Row, Stack } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { groupQuery } from '../../api/groups';
import { SearchField } from '../../components/search-field';
import { Loaded } from '../../components/states';
import { useDialogStep } from '../../components/use-dialog-step';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { AddMember } from './members/add';
import { MemberList } from './members/list';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/members');

/** Only who adds many needs what reads a list. */
const ImportMembers = lazy(async () => ({
  default: (await import('./members/import')).ImportMembers,
}));

export function GroupMembers() {
  const { id: store, can } = useStore();
  const { group } = route.useParams();
  const query = useQuery(groupQuery(store, group));
  const { search, add } = route.useSearch();
  const navigate = route.useNavigate();
  const setAdding = useDialogStep(
    add,
    (adding, step) => void navigate({ search: (before) => ({ ...before, add: adding }), ...step }),
  );
  const mayAdd = can('groups:write') && can('customers:read');
  return (
    <Loaded query={query}>
      {({ data }) => (
        <Stack className="card">
          <Row gap="sm">
            {can('customers:read') && (
              <SearchField
                label={t.members.search}
                value={search}
                onSearch={(text) =>
                  void navigate({ search: { search: text }, replace: search !== undefined })
                }
              />
            )}
            {mayAdd && (
              <Row gap="sm">
                <Button
                  variant="default"
                  leftSection={<IconFileImport size={16} aria-hidden />}
                  onClick={() => setAdding('many')}
                >
                  {t.members.import}
                </Button>
                <Button
                  leftSection={<IconPlus size={16} aria-hidden />}
                  onClick={() => setAdding('one')}
                >
                  {t.members.add}
                </Button>
              </Row>
            )}
          </Row>
          <MemberList key={data.id} group={data} />
          {mayAdd && add === 'one' && (
            <AddMember group={data} onClose={() => setAdding(undefined)} />
          )}
          {mayAdd && add === 'many' && (
            <Suspense fallback={null}>
              <ImportMembers group={data} onClose={() => setAdding(undefined)} />
            </Suspense>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
