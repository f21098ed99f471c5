import { ActionIcon, Group as Row, Stack, Text } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type PriceList, type PriceListSort, priceListsQuery } from '../../api/price-list';
import { Ago } from '../../components/ago';
import { type Column, DataTable } from '../../components/data-table';
import { EmptyList } from '../../components/empty-list';
import { Link } from '../../components/link';
import { Pager } from '../../components/pager';
import { Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { DeletePriceList } from './delete';
import { EditPriceList } from './edit';
import { ListState, windowInWords } from './window';

const route = getRouteApi('/signed-in/stores/$store/price-lists');

const PAGE = 25;

type Asked = { what: 'edit' | 'delete'; list: PriceList };

const columns = (store: string): readonly Column<PriceList>[] => [
  {
    title: t.priceLists.name,
    sort: 'name',
    render: ({ id, name }) => (
      <Stack gap={2}>
        <Link to="/stores/$store/price-lists/$list" params={{ store, list: id }} fw={600}>
          {name}
        </Link>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {id}
        </Text>
      </Stack>
    ),
  },
  { title: t.priceLists.currency, render: ({ currency }) => currency },
  { title: t.priceLists.state, render: (list) => <ListState list={list} /> },
  { title: t.priceLists.window, render: windowInWords },
  {
    title: t.priceLists.updated,
    sort: 'updatedAt',
    render: ({ updatedAt }) => <Ago at={updatedAt} />,
  },
];

export function PriceListList({ onCreate }: { onCreate: () => void }) {
  const { id: store, can } = useStore();
  const { search, sort = 'name', cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = { limit: PAGE, sort, ...(search && { search }), ...(cursor && { cursor }) };
  const lists = useQuery({
    ...priceListsQuery(store, query),
    placeholderData: keepPreviousData,
  });
  const [asked, setAsked] = useState<Asked>();
  const mayWrite = can('pricing:write');
  const actions: Column<PriceList> = {
    title: t.priceLists.actions,
    render: (list) => (
      <Row gap="xs" wrap="nowrap">
        <ActionIcon
          variant="default"
          aria-label={t.priceLists.editOf(list.name)}
          onClick={() => setAsked({ what: 'edit', list })}
        >
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t.priceLists.deleteOf(list.name)}
          onClick={() => setAsked({ what: 'delete', list })}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Row>
    ),
  };
  const close = () => setAsked(undefined);
  return (
    <>
      <Loaded query={lists}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyList
              words={t.priceLists}
              isSearch={search !== undefined}
              onCreate={mayWrite ? onCreate : undefined}
            />
          ) : (
            <>
              <DataTable
                caption={t.priceLists.title}
                columns={mayWrite ? [...columns(store), actions] : columns(store)}
                rows={data}
                rowKey={({ id }) => id}
                sort={sort}
                onSort={(next) =>
                  void navigate({ search: { search, sort: next as PriceListSort } })
                }
                isStale={lists.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </>
          )
        }
      </Loaded>
      {asked?.what === 'edit' && <EditPriceList list={asked.list.id} onClose={close} />}
      {asked?.what === 'delete' && <DeletePriceList list={asked.list} onClose={close} />}
    </>
  );
}
