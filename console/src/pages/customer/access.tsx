import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { allCategoriesQuery } from '../../api/categories';
import { type CustomerAccess as Access, customerAccessQuery } from '../../api/customers';
import { CategoryNames } from '../../components/category-names';
import { type Column, DataTable } from '../../components/data-table';
import { GroupLink } from '../../components/group-link';
import { Section } from '../../components/page';
import { Loaded } from '../../components/states';
import { useGroupsById } from '../../components/use-name';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer');

type GroupAccess = NonNullable<Access['groups']>[number];

/** What a customer may see, and which group lets them. */
export function CustomerAccess() {
  const { id: store, can } = useStore();
  const { customer } = route.useParams();
  const mayRead = can('pricing:read');
  const access = useQuery({ ...customerAccessQuery(store, customer), enabled: mayRead });
  if (!mayRead) return <Text>{t.customer.needsPricing}</Text>;
  return (
    <Section title={t.customer.access} hint={t.customer.accessHint}>
      <Loaded query={access}>{(seen) => <Seen access={seen} />}</Loaded>
    </Section>
  );
}

const wordsOf = ({ type, categories }: Pick<Access, 'type' | 'categories'>): string =>
  type === 'all'
    ? t.customer.seesAllText
    : type === 'none'
      ? t.customer.seesNoneText
      : t.customer.seesSomeText(categories.length);

const shortOf = ({ type, categories }: Pick<Access, 'type' | 'categories'>): string =>
  type === 'all'
    ? t.customer.seesAll
    : type === 'none'
      ? t.customer.seesNone
      : t.customer.seesSome(categories.length);

function Seen({ access }: { access: Access }) {
  const { id: store } = useStore();
  const given = access.groups ?? [];
  const ids = given.map(({ groupId }) => groupId);
  const groups = useGroupsById(ids);
  const isSome = [access, ...given].some(({ type }) => type === 'specific');
  const categories = useQuery({ ...allCategoriesQuery(store), enabled: isSome });
  const names = new Map(categories.data?.entries.map(({ id, name }) => [id, name]));
  const columns: readonly Column<GroupAccess>[] = [
    {
      title: t.customer.group,
      render: ({ groupId }) => {
        const group = groups.get(groupId);
        return group ? <GroupLink group={group} /> : t.customer.noGroup(groupId);
      },
    },
    {
      title: t.customer.gives,
      render: (row) => (
        <Stack gap={2}>
          <Text size="sm">{shortOf(row)}</Text>
          <CategoryNames ids={row.categories} names={names} />
        </Stack>
      ),
    },
  ];
  return (
    <Stack>
      <Text fw={600}>{wordsOf(access)}</Text>
      <CategoryNames ids={access.categories} names={names} />
      {given.length === 0 ? (
        <Text c="dimmed">{t.customer.fromNobody}</Text>
      ) : (
        <DataTable
          caption={t.customer.fromGroups}
          columns={columns}
          rows={given}
          rowKey={({ groupId }) => groupId}
        />
      )}
    </Stack>
  );
}
