import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { groupQuery } from '../../api/groups';
import { asProblem } from '../../api/problem';
import { DeleteGroups } from '../../components/delete-groups';
import { GroupBadges } from '../../components/group-badges';
import { Page } from '../../components/page';
import { Loaded, NotFound } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { TABS } from './tabs';

const route = getRouteApi('/signed-in/stores/$store/groups/$group');

/** One group: its title and what can be done with it; its parts are the routes below. */
export function GroupPage() {
  const { id: store, can } = useStore();
  const { group: id } = route.useParams();
  const navigate = useNavigate();
  const group = useQuery(groupQuery(store, id));
  const [isDeleting, setDeleting] = useState(false);
  if (asProblem(group.error).status === 404 || Number.isNaN(id)) return <NotFound />;
  return (
    <Loaded query={group}>
      {({ data }) => (
        <Page
          title={data.name}
          marks={<GroupBadges {...data} />}
          hint={t.groups.memberCount(data.memberCount)}
          actions={
            can('groups:write') && (
              <Button
                variant="outline"
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setDeleting(true)}
              >
                {t.group.delete}
              </Button>
            )
          }
        >
          <Tabs label={t.group.tabs} tabs={TABS} params={{ store, group: id }} />
          <Outlet />
          {isDeleting && (
            <DeleteGroups
              groups={[data]}
              onClose={() => setDeleting(false)}
              onDeleted={() => void navigate({ to: '/stores/$store/groups', params: { store } })}
            />
          )}
        </Page>
      )}
    </Loaded>
  );
}
