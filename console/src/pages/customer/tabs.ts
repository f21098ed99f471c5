import type { LinkOptions } from '@tanstack/react-router';
import { t } from '../../texts';

/** The parts of a customer, each with a route of its own in router.tsx. */
export const TABS: readonly { label: string; to: LinkOptions['to']; exact?: boolean }[] = [
  { label: t.customer.overview, to: '/stores/$store/customers/$customer', exact: true },
  { label: t.customer.accessTab, to: '/stores/$store/customers/$customer/access' },
  { label: t.customer.history, to: '/stores/$store/customers/$customer/history' },
];
