import { Badge, Button, Group as Row, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { inStore } from '../../api/stores';
import { deleteUser, type User, usersQuery } from '../../api/users';
import { Ago } from '../../components/ago';
import { Ask } from '../../components/ask';
import { type Column, DataTable } from '../../components/data-table';
import { notifyDone } from '../../components/notify';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { scopesInWords } from '../../components/scope-fields';
import { Empty, Loaded } from '../../components/states';
import { useDialogStep } from '../../components/use-dialog-step';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { EditUser } from './edit-user';

const route = getRouteApi('/signed-in/stores/$store/connect/users');
const PAGE = 25;

const columns: readonly Column<User>[] = [
  {
    title: t.users.id,
    render: ({ id }) => (
      <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {id}
      </Text>
    ),
  },
  { title: t.users.may, render: ({ scopes }) => scopesInWords(scopes) },
  {
    title: t.users.state,
    render: ({ active }) => (
      <Badge variant={active ? 'light' : 'default'} color="green">
        {active ? t.users.active : t.users.inactive}
      </Badge>
    ),
  },
  {
    title: t.users.updated,
    render: ({ updatedAt }) => <Ago at={updatedAt} />,
  },
];

export function Users() {
  const store = useStore();
  const client = useQueryClient();
  const { cursor, create } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { limit: PAGE, ...(cursor && { cursor }) };
  const users = useQuery({ ...usersQuery(store.id, query), placeholderData: keepPreviousData });
  const [editing, setEditing] = useState<User>();
  const [removing, setRemoving] = useState<User>();
  const setCreating = useDialogStep(
    create,
    (wanted, step) => void navigate({ search: { cursor, create: wanted }, ...step }),
  );
  const actions: Column<User> = {
    title: t.users.change,
    isAction: true,
    render: (user) => (
      <Row gap="xs" justify="flex-end" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          aria-label={t.users.changeWhich(user.id)}
          onClick={() => setEditing(user)}
        >
          {t.users.change}
        </Button>
        <Button
          size="xs"
          variant="outline"
          color="red"
          aria-label={t.users.removeWhich(user.id)}
          onClick={() => setRemoving(user)}
        >
          {t.users.remove}
        </Button>
      </Row>
    ),
  };
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating('true')}>
      {t.users.add}
    </Button>
  );
  return (
    <Section title={t.users.title} hint={t.users.hint} actions={store.can('store:admin') && button}>
      <Loaded query={users}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={t.users.empty}>{t.users.emptyText}</Empty>
          ) : (
            <Stack>
              <DataTable
                caption={t.users.title}
                columns={[...columns, actions]}
                rows={data}
                rowKey={({ id }) => id}
                isStale={users.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </Stack>
          )
        }
      </Loaded>
      {create && <EditUser onClose={() => setCreating(undefined)} />}
      {editing && <EditUser user={editing} onClose={() => setEditing(undefined)} />}
      {removing && (
        <Ask
          title={t.users.removeTitle(removing.id)}
          confirm={t.users.remove}
          onClose={() => setRemoving(undefined)}
          onConfirm={async () => {
            await deleteUser(store.id, removing.id);
            notifyDone(t.users.removed(removing.id));
            void client.invalidateQueries({ queryKey: inStore(store.id) });
          }}
        >
          {t.users.removeText}
        </Ask>
      )}
    </Section>
  );
}
