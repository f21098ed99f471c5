import {
  IconAddressBook,
  IconCalculator,
  IconHistory,
  IconLayoutDashboard,
  IconPlug,
  IconTags,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Scope } from '../api/session';
import type { Tab } from '../components/tabs';
import { useStore } from '../session/store';
import { t } from '../texts';
import classes from './shell.module.css';

interface Entry extends Tab {
  icon: ComponentType<{ size?: number }>;
  /** Whoever lacks it does not see the page. */
  scope?: Scope;
}

/** The pages of a store, in this order. */
const ENTRIES: readonly Entry[] = [
  { label: t.overview.title, to: '/stores/$store', icon: IconLayoutDashboard, exact: true },
  {
    label: t.groups.title,
    to: '/stores/$store/groups',
    icon: IconUsersGroup,
    scope: 'groups:read',
  },
  {
    label: t.customers.title,
    to: '/stores/$store/customers',
    icon: IconAddressBook,
    scope: 'customers:read',
  },
  {
    label: t.priceLists.title,
    to: '/stores/$store/price-lists',
    icon: IconTags,
    scope: 'pricing:read',
  },
  {
    label: t.checker.title,
    to: '/stores/$store/price-checker',
    icon: IconCalculator,
    scope: 'pricing:read',
  },
  { label: t.connect.title, to: '/stores/$store/connect', icon: IconPlug },
  {
    label: t.changeLog.title,
    to: '/stores/$store/changes',
    icon: IconHistory,
    scope: 'store:admin',
  },
];

export function Navigation({ onLeave }: { onLeave: () => void }) {
  const { id, can } = useStore();
  return (
    <ul>
      {ENTRIES.filter(({ scope }) => scope === undefined || can(scope)).map(
        ({ label, to, icon: Icon, exact = false }) => (
          <li key={label}>
            <Link
              to={to}
              params={{ store: id } as never}
              className={classes.link}
              activeOptions={{ exact, includeSearch: false }}
              onClick={onLeave}
            >
              <Icon size={18} aria-hidden />
              {label}
            </Link>
          </li>
        ),
      )}
    </ul>
  );
}
