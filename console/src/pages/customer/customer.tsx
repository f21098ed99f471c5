import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { customerQuery } from '../../api/customers';
import { asProblem } from '../../api/problem';
import { nameOf } from '../../components/customer-link';
import { DeleteCustomers } from '../../components/delete-customers';
import { ButtonLink } from '../../components/link';
import { Page } from '../../components/page';
import { Loaded, NotFound } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { EraseCustomer } from './erase';
import { TABS } from './tabs';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer');

/** One customer: the title and what can be done; the parts are the routes below. */
export function CustomerPage() {
  const { id: store, can } = useStore();
  const { customer: id } = route.useParams();
  const navigate = useNavigate();
  const customer = useQuery(customerQuery(store, id));
  const [asks, setAsks] = useState<'delete' | 'erase'>();
  const leave = () => void navigate({ to: '/stores/$store/customers', params: { store } });
  if (asProblem(customer.error).status === 404) return <NotFound />;
  return (
    <Loaded query={customer}>
      {({ data }) => (
        <Page
          title={nameOf(data)}
          hint={[data.id, data.email].filter((text) => text && text !== nameOf(data)).join(' · ')}
          actions={
            <>
              {can('pricing:read') && (
                <ButtonLink
                  variant="default"
                  to="/stores/$store/price-checker"
                  params={{ store }}
                  search={{ customer: data.id }}
                >
                  {t.customer.price}
                </ButtonLink>
              )}
              {can('customers:write') && (
                <>
                  <Button
                    variant="outline"
                    color="red"
                    leftSection={<IconTrash size={16} aria-hidden />}
                    onClick={() => setAsks('delete')}
                  >
                    {t.customer.delete}
                  </Button>
                  <Button variant="outline" color="red" onClick={() => setAsks('erase')}>
                    {t.customer.erase}
                  </Button>
                </>
              )}
            </>
          }
        >
          <Tabs label={t.customer.tabs} tabs={TABS} params={{ store, customer: id }} />
          <Outlet />
          {asks === 'delete' && (
            <DeleteCustomers
              customers={[data]}
              onClose={() => setAsks(undefined)}
              onDeleted={leave}
            />
          )}
          {asks === 'erase' && (
            <EraseCustomer customer={data} onClose={() => setAsks(undefined)} onErased={leave} />
          )}
        </Page>
      )}
    </Loaded>
  );
}
