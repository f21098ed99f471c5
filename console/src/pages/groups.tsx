import { Button, Group as Row, SegmentedControl, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../components/page';
import { SearchField } from '../components/search-field';
import { useDialogStep } from '../components/use-dialog-step';
import { useStore } from '../session/store';
import { t } from '../texts';
import { CreateGroup } from './group/create';
import { GroupList } from './groups/list';
import { AllGroups } from './groups/tree';

const route = getRouteApi('/signed-in/stores/$store/groups');

export function GroupsPage() {
  const { can } = useStore();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isTree = search.view === 'tree';
  const setCreating = useDialogStep(
    search.create,
    (create, step) => void navigate({ search: (before) => ({ ...before, create }), ...step }),
  );
  return (
    <Page
      title={t.groups.title}
      actions={
        can('groups:write') && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating('true')}
          >
            {t.groups.create}
          </Button>
        )
      }
    >
      <Stack className="card">
        <Row gap="sm">
          <SearchField
            label={t.groups.search}
            value={search.search}
            onSearch={(text) =>
              void navigate({
                search: ({ sort }) => ({ sort, search: text }),
                replace: search.search !== undefined,
              })
            }
          />
          <SegmentedControl
            aria-label={t.groups.view}
            value={isTree ? 'tree' : 'list'}
            data={[
              { value: 'list', label: t.groups.list },
              { value: 'tree', label: t.groups.tree },
            ]}
            onChange={(view) => void navigate({ search: view === 'tree' ? { view: 'tree' } : {} })}
          />
        </Row>
        {isTree ? <AllGroups /> : <GroupList onCreate={() => setCreating('true')} />}
      </Stack>
      {search.create && can('groups:write') && (
        <CreateGroup onClose={() => setCreating(undefined)} />
      )}
    </Page>
  );
}
