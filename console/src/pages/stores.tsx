import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { sessionQuery } from '../api/session';
import { storesQuery } from '../api/stores';
import { type Column, DataTable } from '../components/data-table';
import { Link } from '../components/link';
import { Page } from '../components/page';
import { Pager } from '../components/pager';
import { Empty, Loaded } from '../components/states';
import { Frame } from '../shell/frame';
import { t } from '../texts';

const route = getRouteApi('/signed-in/stores');

interface Row {
  id: string;
  name: string;
  currency: string;
}

const columns: readonly Column<Row>[] = [
  {
    title: t.stores.name,
    render: ({ id, name }) => (
      <Link to="/stores/$store" params={{ store: id }} fw={600}>
        {name}
      </Link>
    ),
  },
  { title: t.stores.id, render: ({ id }) => id },
  { title: t.stores.currency, render: ({ currency }) => currency },
];

/** The stores that there are for the credential; who has one alone goes on to it. */
export function StoresPage() {
  const session = useQuery(sessionQuery());
  const own = session.data?.stores;
  if (own?.length === 1 && own[0]) {
    return <Navigate to="/stores/$store" params={{ store: own[0].id }} replace />;
  }
  return (
    <Frame title={t.product} session={session.data}>
      <Page title={t.stores.title} hint={t.stores.hint}>
        <div className="card">
          <Loaded query={session}>
            {({ stores }) => (stores === null ? <AllStores /> : <OwnStores rows={stores} />)}
          </Loaded>
        </div>
      </Page>
    </Frame>
  );
}

function OwnStores({ rows }: { rows: readonly Row[] }) {
  return rows.length === 0 ? <Empty title={t.signIn.nowhere} /> : <Stores rows={rows} />;
}

function AllStores() {
  const { cursor } = route.useSearch();
  const stores = useQuery(storesQuery(cursor));
  return (
    <Loaded query={stores}>
      {({ data, nextCursor }) => (
        <Stack>
          <Stores rows={data} />
          <Pager nextCursor={nextCursor} />
        </Stack>
      )}
    </Loaded>
  );
}

function Stores({ rows }: { rows: readonly Row[] }) {
  if (rows.length === 0) return <Empty title={t.stores.empty}>{t.stores.emptyText}</Empty>;
  return (
    <DataTable caption={t.stores.title} columns={columns} rows={rows} rowKey={({ id }) => id} />
  );
}
