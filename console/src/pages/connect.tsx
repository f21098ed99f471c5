import { getRouteApi, Outlet } from '@tanstack/react-router';
import { Page } from '../components/page';
import { type Tab, Tabs } from '../components/tabs';
import { useStore } from '../session/store';
import { t } from '../texts';

const route = getRouteApi('/signed-in/stores/$store/connect');

const TABS: readonly Tab[] = [
  { label: t.connect.apis, to: '/stores/$store/connect', exact: true },
  { label: t.keys.title, to: '/stores/$store/connect/keys' },
  { label: t.users.title, to: '/stores/$store/connect/users' },
  { label: t.webhooks.title, to: '/stores/$store/connect/webhooks' },
];

/** How the store is reached; the parts are the routes below. */
export function ConnectPage() {
  const { can } = useStore();
  const { store } = route.useParams();
  return (
    <Page title={t.connect.title} hint={t.connect.hint}>
      <Tabs
        label={t.connect.tabs}
        tabs={can('store:admin') ? TABS : TABS.slice(0, 1)}
        params={{ store }}
      />
      <Outlet />
    </Page>
  );
}
