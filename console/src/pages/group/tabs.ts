import type { Tab } from '../../components/tabs';
import { t } from '../../texts';

/** The parts of a group, each with a route of its own in router.tsx. */
export const TABS: readonly Tab[] = [
  { label: t.group.settings, to: '/stores/$store/groups/$group', exact: true },
  { label: t.members.tab, to: '/stores/$store/groups/$group/members' },
  { label: t.access.title, to: '/stores/$store/groups/$group/access' },
  { label: t.rules.title, to: '/stores/$store/groups/$group/rules' },
  { label: t.history.title, to: '/stores/$store/groups/$group/history' },
];
