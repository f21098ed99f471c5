import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { customerQuery } from '../../api/customers';
import { Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { Details } from './details';
import { Facts } from './facts';
import { Memberships } from './memberships';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer');

export function CustomerOverview() {
  const { id: store } = useStore();
  const { customer } = route.useParams();
  const query = useQuery(customerQuery(store, customer));
  return (
    <Loaded query={query}>
      {(read) => (
        <div className="main-and-side" key={read.data.id}>
          <Memberships customer={read.data} />
          <Stack>
            <Details read={read} />
            <Facts customer={read.data} />
          </Stack>
        </div>
      )}
    </Loaded>
  );
}
