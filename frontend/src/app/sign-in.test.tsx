import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderApp } from '~/test/render-app';
import { problem, server, session, unauthenticated } from '~/test/server';

let signedIn: boolean;

beforeEach(() => {
  signedIn = false;
  server.use(
    http.get('/v1/session', () => (signedIn ? HttpResponse.json(session) : unauthenticated())),
    http.get('/v1/credits', () =>
      signedIn
        ? HttpResponse.json({ available: '87.5000', reserved: '0.0000', currency: 'EUR' })
        : unauthenticated(),
    ),
    http.post<never, { email: string; password: string }>('/v1/session', async ({ request }) => {
      const { email, password } = await request.json();
      if (email !== 'asha@example.org' || password !== 'correct horse')
        return problem(401, 'unauthenticated', 'Who is asking?', 'E-mail or password is wrong.');
      signedIn = true;
      return HttpResponse.json(session, { status: 201 });
    }),
    http.get('/v1/sms-statuses', () => (signedIn ? HttpResponse.json({ items: [] }) : unauthenticated())),
    http.delete('/v1/session', () => {
      signedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

async function fillIn(user: ReturnType<typeof renderApp>['user'], password: string) {
  await user.type(await screen.findByRole('textbox', { name: 'E-mail' }), 'asha@example.org');
  await user.type(screen.getByLabelText('Password'), `${password}{Enter}`);
}

describe('sign-in', () => {
  test('comes first for who is not signed in, and leads back to where it interrupted', async () => {
    const { user, router } = renderApp('/status-codes?q=absent');
    expect(await screen.findByRole('heading', { name: 'Sign in to Replay' })).toBeVisible();
    expect(router.state.location.search).toBe('?next=%2Fstatus-codes%3Fq%3Dabsent');

    await fillIn(user, 'correct horse');
    expect(await screen.findByRole('heading', { name: 'Status codes' })).toBeVisible();
    expect(router.state.location).toMatchObject({ pathname: '/status-codes', search: '?q=absent' });
  });

  test('says what is wrong with a wrong password, and keeps the e-mail', async () => {
    const { user, router } = renderApp('/sign-in');
    await fillIn(user, 'wrong horse');

    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('E-mail or password is wrong.')).toBeVisible();
    expect(within(alert).getByText('Check both, then sign in again.')).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'E-mail' })).toHaveValue('asha@example.org');
    expect(router.state.location.pathname).toBe('/sign-in');
  });

  test('says at the field what is lacking, without asking', async () => {
    const { user } = renderApp('/sign-in');
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(screen.getByRole('textbox', { name: 'E-mail' })).toHaveAccessibleDescription(
      'Enter your e-mail address.',
    );
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription('Enter your password.');
  });

  test('shows what the API refuses at its field', async () => {
    server.use(
      http.post('/v1/session', () =>
        problem(422, 'invalid-request', 'The content of the request is refused', 'email is too long.', {
          errors: [{ pointer: '/email', detail: 'At most 254 characters.' }],
        }),
      ),
    );
    const { user } = renderApp('/sign-in');
    await fillIn(user, 'any horse');
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'E-mail' })).toHaveAccessibleDescription(
        'At most 254 characters.',
      ),
    );
    expect(within(screen.getByRole('alert')).queryByText('At most 254 characters.')).toBeNull();
  });

  test('says when to try again after too many attempts', async () => {
    server.use(
      http.post('/v1/session', () =>
        problem(
          429,
          'too-many-requests',
          'Too many requests',
          'Too many attempts to sign in; try again later.',
          {},
          { 'Retry-After': '840' },
        ),
      ),
    );
    const { user } = renderApp('/sign-in');
    await fillIn(user, 'any horse');
    expect(
      await within(await screen.findByRole('alert')).findByText('Try again in 14 minutes.'),
    ).toBeVisible();
  });

  test('follows the sign-out', async () => {
    signedIn = true;
    const { user, router } = renderApp('/campaigns');
    await user.click(await screen.findByRole('button', { name: 'Acme' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { name: 'Sign in to Replay' })).toBeVisible();
    expect(router.state.location.pathname).toBe('/sign-in');
    expect(signedIn).toBe(false);
  });
});
