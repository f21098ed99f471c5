import { getRouteApi } from '@tanstack/react-router';
import { History } from '../../components/change-pages';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer/history');

/** What was changed of a customer and of what it is in. */
export function CustomerHistory() {
  const { customer: customerId } = route.useParams();
  const { cursor } = route.useSearch();
  return <History query={{ customerId, ...(cursor && { cursor }) }} words={t.customerHistory} />;
}
