import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { type createMemoryRouter, type RouteObject, RouterProvider } from 'react-router';
import { signInPath } from '~/features/session/next-path';
import { createQueryClient } from './query-client';
import { routes } from './router';
import { cssVariables, theme } from './theme';

/** For what asks to be shown at once, as a field that is being typed in does. */
function atOnce(change: () => unknown): undefined {
  flushSync(change);
}

type Router = ReturnType<typeof createMemoryRouter>;

/** The whole page on a router: the browser's, or one in a test's memory. */
export function createApp(
  createRouter: (routes: RouteObject[]) => Router,
  env: 'default' | 'test' = 'default',
) {
  const router = createRouter(routes);
  const queryClient = createQueryClient(() => {
    const { pathname, search } = router.state.location;
    if (pathname !== '/sign-in') router.navigate(signInPath(pathname + search), { replace: true });
  });
  const app = (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" env={env}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="top-center" />
        <RouterProvider router={router} flushSync={atOnce} />
      </QueryClientProvider>
    </MantineProvider>
  );
  return { app, router, queryClient };
}
