import { ActionIcon, Menu } from '@mantine/core';
import { IconBook, IconBuildingStore, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { Session } from '../api/session';
import { token } from '../session/token';
import { t } from '../texts';

const nameOf = ({ kind, name }: Session): string =>
  kind === 'root' ? t.shell.root : kind === 'key' ? t.shell.key(name) : t.shell.user(name);

/** Who is signed in, and the ways out. */
export function Account({ session }: { session: Session }) {
  const router = useRouter();
  // Whoever stays for the sake of unsaved changes stays signed in.
  const signOut = async () => {
    await router.navigate({ to: '/sign-in' });
    if (router.state.location.pathname === '/sign-in') token.drop();
  };
  const severalStores = session.stores === null || session.stores.length > 1;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t.shell.account}>
          <IconUserCircle size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {t.shell.signedInAs} {nameOf(session)}
        </Menu.Label>
        {severalStores && (
          <Menu.Item
            leftSection={<IconBuildingStore size={16} aria-hidden />}
            onClick={() => void router.navigate({ to: '/stores' })}
          >
            {t.shell.switchStore}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconBook size={16} aria-hidden />} component="a" href="/docs">
          {t.shell.documentation}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => void signOut()}
        >
          {t.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
