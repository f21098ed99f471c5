import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import * as v from 'valibot';
import { VIAS } from './api/changes';
import { GROUP_SORTS } from './api/groups';
import { LIST_SORTS } from './api/price-list';
import { openSession } from './api/session';
import { DELIVERY_STATES } from './api/webhooks';
import { Failure, Loading, NotFound } from './components/states';
import { client } from './query-client';
import { oneOf, parseSearch, stringifySearch, text, whole } from './search';
import { pendingCode } from './session/code';
import { token } from './session/token';
import { Shell } from './shell/shell';

/** A link that signs in works at any address of the console. */
async function signInByCode(): Promise<void> {
  const code = pendingCode();
  if (code === undefined) return;
  const opened = await openSession(code).catch(() => undefined);
  if (!opened) throw redirect({ to: '/sign-in', search: { because: 'code' } });
  client.clear();
  token.keep(opened.token);
  throw redirect({ to: '/stores/$store', params: { store: opened.store } });
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  beforeLoad: signInByCode,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/stores' });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: v.object({ to: text(), because: oneOf(['code', 'ended']) }),
  component: lazyRouteComponent(() => import('./pages/sign-in'), 'SignInPage'),
});

/** Everything that needs a credential. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (token.current) return;
    const to = location.pathname === '/stores' ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: { to } });
  },
});

const stores = createRoute({
  getParentRoute: () => signedIn,
  path: 'stores',
  validateSearch: v.object({ cursor: text() }),
  component: lazyRouteComponent(() => import('./pages/stores'), 'StoresPage'),
});

const store = createRoute({
  getParentRoute: () => signedIn,
  path: 'stores/$store',
  component: Shell,
});

const overview = createRoute({
  getParentRoute: () => store,
  path: '/',
  validateSearch: v.object({ days: oneOf(['30', '365']) }),
  component: lazyRouteComponent(() => import('./pages/overview'), 'OverviewPage'),
});

const groups = createRoute({
  getParentRoute: () => store,
  path: 'groups',
  validateSearch: v.object({
    search: text(),
    sort: oneOf(GROUP_SORTS),
    view: oneOf(['tree']),
    cursor: text(),
    create: oneOf(['true']),
  }),
  component: lazyRouteComponent(() => import('./pages/groups'), 'GroupsPage'),
});

/** The parts of a group are routes below it, each with an entry in pages/group/tabs.ts. */
const group = createRoute({
  getParentRoute: () => store,
  path: 'groups/$group',
  params: {
    parse: ({ group }) => ({ group: Number(group) }),
    stringify: ({ group }) => ({ group: String(group) }),
  },
  component: lazyRouteComponent(() => import('./pages/group/group'), 'GroupPage'),
});

const groupSettings = createRoute({
  getParentRoute: () => group,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/group/settings'), 'GroupSettings'),
});

const groupMembers = createRoute({
  getParentRoute: () => group,
  path: 'members',
  validateSearch: v.object({
    search: text(),
    cursor: text(),
    add: oneOf(['one', 'many']),
  }),
  component: lazyRouteComponent(() => import('./pages/group/members'), 'GroupMembers'),
});

const customers = createRoute({
  getParentRoute: () => store,
  path: 'customers',
  validateSearch: v.object({
    search: text(),
    group: whole(),
    withoutGroup: oneOf(['true']),
    cursor: text(),
    create: oneOf(['true']),
  }),
  component: lazyRouteComponent(() => import('./pages/customers'), 'CustomersPage'),
});

/** The parts of a customer are routes below it, as those of a group are. */
const customer = createRoute({
  getParentRoute: () => store,
  path: 'customers/$customer',
  component: lazyRouteComponent(() => import('./pages/customer/customer'), 'CustomerPage'),
});

const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: '/',
  validateSearch: v.object({ cursor: text(), add: oneOf(['true']) }),
  component: lazyRouteComponent(() => import('./pages/customer/overview'), 'CustomerOverview'),
});

const customerAccess = createRoute({
  getParentRoute: () => customer,
  path: 'access',
  component: lazyRouteComponent(() => import('./pages/customer/access'), 'CustomerAccess'),
});

const customerHistory = createRoute({
  getParentRoute: () => customer,
  path: 'history',
  validateSearch: v.object({ cursor: text() }),
  component: lazyRouteComponent(() => import('./pages/customer/history'), 'CustomerHistory'),
});

const groupAccess = createRoute({
  getParentRoute: () => group,
  path: 'access',
  validateSearch: v.object({ search: text(), chosen: oneOf(['true']) }),
  component: lazyRouteComponent(() => import('./pages/group/access'), 'GroupAccess'),
});

const groupRules = createRoute({
  getParentRoute: () => group,
  path: 'rules',
  validateSearch: v.object({ page: text() }),
  component: lazyRouteComponent(() => import('./pages/group/rules'), 'GroupRules'),
});

const groupHistory = createRoute({
  getParentRoute: () => group,
  path: 'history',
  validateSearch: v.object({ cursor: text() }),
  component: lazyRouteComponent(() => import('./pages/group/history'), 'GroupHistory'),
});

const priceLists = createRoute({
  getParentRoute: () => store,
  path: 'price-lists',
  validateSearch: v.object({
    search: text(),
    sort: oneOf(LIST_SORTS),
    cursor: text(),
    create: oneOf(['true']),
  }),
  component: lazyRouteComponent(() => import('./pages/price-lists'), 'PriceListsPage'),
});

const priceList = createRoute({
  getParentRoute: () => store,
  path: 'price-lists/$list',
  validateSearch: v.object({ search: text(), cursor: text() }),
  component: lazyRouteComponent(() => import('./pages/price-list'), 'PriceListPage'),
});

const priceChecker = createRoute({
  getParentRoute: () => store,
  path: 'price-checker',
  validateSearch: v.object({
    customer: text(),
    groups: text(),
    at: text(),
    currency: text(),
    items: text(),
  }),
  component: lazyRouteComponent(() => import('./pages/price-checker'), 'PriceCheckerPage'),
});

/** The parts of this page are routes below it, each with a tab in pages/connect.tsx. */
const connect = createRoute({
  getParentRoute: () => store,
  path: 'connect',
  component: lazyRouteComponent(() => import('./pages/connect'), 'ConnectPage'),
});

const listed = v.object({ cursor: text(), create: oneOf(['true']) });

const connectParts = [
  createRoute({
    getParentRoute: () => connect,
    path: '/',
    validateSearch: v.object({ api: text() }),
    component: lazyRouteComponent(() => import('./pages/connect/apis'), 'Apis'),
  }),
  createRoute({
    getParentRoute: () => connect,
    path: 'keys',
    validateSearch: listed,
    component: lazyRouteComponent(() => import('./pages/connect/keys'), 'Keys'),
  }),
  createRoute({
    getParentRoute: () => connect,
    path: 'users',
    validateSearch: listed,
    component: lazyRouteComponent(() => import('./pages/connect/users'), 'Users'),
  }),
  createRoute({
    getParentRoute: () => connect,
    path: 'webhooks',
    validateSearch: listed,
    component: lazyRouteComponent(() => import('./pages/connect/webhooks'), 'Webhooks'),
  }),
  createRoute({
    getParentRoute: () => connect,
    path: 'webhooks/$webhook',
    validateSearch: v.object({ state: oneOf(DELIVERY_STATES), cursor: text() }),
    component: lazyRouteComponent(() => import('./pages/connect/webhook'), 'WebhookPage'),
  }),
] as const;

const changes = createRoute({
  getParentRoute: () => store,
  path: 'changes',
  validateSearch: v.object({
    entity: text(),
    entityId: text(),
    operation: text(),
    operationId: text(),
    actor: text(),
    via: oneOf(VIAS),
    from: text(),
    to: text(),
    customerId: text(),
    cursor: text(),
  }),
  component: lazyRouteComponent(() => import('./pages/changes'), 'ChangesPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    signedIn.addChildren([
      stores,
      store.addChildren([
        overview,
        groups,
        group.addChildren([groupSettings, groupMembers, groupAccess, groupRules, groupHistory]),
        customers,
        customer.addChildren([customerOverview, customerAccess, customerHistory]),
        priceLists,
        priceList,
        priceChecker,
        connect.addChildren(connectParts),
        changes,
      ]),
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFound,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
