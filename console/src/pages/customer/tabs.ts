import type { Tab } from '../../components/tabs';
import { t } from '../../texts';

/** The parts of a customer, each with a route of its own in router.tsx. */
export const TABS: readonly Tab[] = [
  { label: t.customer.overview, to: '/stores/$store/customers/$customer', exact: true },
  { label: t.customer.accessTab, to: '/stores/$store/customers/$customer/access' },
  { label: t.customerHistory.title, to: '/stores/$store/customers/$customer/history' },
];
