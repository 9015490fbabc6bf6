import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createMemoryRouter } from 'react-router';
import { createApp } from '~/app/app';

/** The whole page, opened at an address, with a memory of its own. */
export function renderApp(path: string) {
  const { app, router, queryClient } = createApp(
    (routes) => createMemoryRouter(routes, { initialEntries: [path] }),
    'test',
  );
  render(app);
  return { user: userEvent.setup(), router, queryClient };
}
