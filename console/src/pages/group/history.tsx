import { getRouteApi } from '@tanstack/react-router';
import { History } from '../../components/change-pages';
import { t } from '../../texts';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/history');

export function GroupHistory() {
  const { group: groupId } = route.useParams();
  const { cursor } = route.useSearch();
  return <History query={{ groupId, ...(cursor && { cursor }) }} words={t.history} />;
}
