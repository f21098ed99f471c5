import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'virtual:theme.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './query-client';
import { router } from './router';
import { takeCodeFromAddress } from './session/code';
import { token } from './session/token';
import { theme } from './theme';

// Before anything else looks at the address.
takeCodeFromAddress();
// A link that is pasted over the page loads nothing anew.
addEventListener('hashchange', () => {
  if (takeCodeFromAddress()) void router.navigate({ to: '/' }).then(() => router.invalidate());
});

token.onEnd((reason) => {
  const { href } = router.state.location;
  const search = reason === 'refused' ? { to: href, because: 'ended' as const } : {};
  void router.navigate({ to: '/sign-in', search }).then(() => {
    // Whoever stays for the sake of unsaved changes still sees them.
    if (router.state.location.pathname === '/sign-in') client.clear();
  });
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the console.');

createRoot(root).render(
  <StrictMode>
    {/* The style sheets of theme and global classes are files: see theme.ts. */}
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        {/* The buttons of forms and dialogs are to the right and below. */}
        <Notifications position="bottom-left" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
