import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { sessionQuery } from '../api/session';
import { storeQuery } from '../api/stores';
import { ButtonLink } from '../components/link';
import { Page } from '../components/page';
import { Failure, Loading } from '../components/states';
import { permissions, StoreContext } from '../session/store';
import { t } from '../texts';
import { Frame } from './frame';
import { Navigation } from './navigation';
import classes from './shell.module.css';

const route = getRouteApi('/signed-in/stores/$store');

/** Everything around the pages of a store. */
export function Shell() {
  const { store: id } = route.useParams();
  const session = useQuery(sessionQuery());
  const store = useQuery(storeQuery(id));
  const [isOpen, setOpen] = useState(false);
  const current = useMemo(
    () =>
      session.data &&
      store.data && {
        id,
        name: store.data.name,
        currency: store.data.currency,
        can: permissions(session.data, id),
      },
    [session.data, store.data, id],
  );
  const failed = session.error ?? store.error;
  if (!current) {
    return (
      <Frame title={t.product} session={session.data}>
        {failed ? (
          <Page
            title={t.stores.closed}
            actions={<ButtonLink to="/stores">{t.shell.switchStore}</ButtonLink>}
          >
            <Failure
              error={failed}
              onRetry={() => void Promise.all([session.refetch(), store.refetch()])}
            />
          </Page>
        ) : (
          <Loading />
        )}
      </Frame>
    );
  }
  const toggle = (
    <ActionIcon
      className={classes.toggle}
      variant="default"
      size="lg"
      aria-expanded={isOpen}
      aria-controls="navigation"
      aria-label={isOpen ? t.shell.closeNavigation : t.shell.openNavigation}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? <IconX size={20} aria-hidden /> : <IconMenu2 size={20} aria-hidden />}
    </ActionIcon>
  );
  return (
    <StoreContext value={current}>
      <Frame
        title={current.name}
        session={session.data}
        start={toggle}
        navigation={
          <nav
            id="navigation"
            className={classes.nav}
            aria-label={t.shell.navigation}
            data-open={isOpen}
          >
            <Navigation onLeave={() => setOpen(false)} />
          </nav>
        }
      >
        <Outlet />
      </Frame>
    </StoreContext>
  );
}
