import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderApp } from '~/test/render-app';
import { problem, server, session } from '~/test/server';

// Any page will do; this one asks for least.
beforeEach(() => {
  server.use(http.get('/v1/sms-statuses', () => HttpResponse.json({ items: [] })));
});

describe('the shell', () => {
  test('names the account, its credits and who is signed in', async () => {
    const { user } = renderApp('/status-codes');
    expect(await screen.findByText('€87.50')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Acme' }));
    expect(await screen.findByText('asha@example.org')).toBeVisible();
  });

  test('leads from page to page, names each document and begins at its content', async () => {
    const { user } = renderApp('/status-codes');
    expect(await screen.findByRole('heading', { level: 1, name: 'Status codes' })).toBeVisible();
    expect(document.title).toBe('Status codes · Replay');

    await user.click(
      within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name: 'Campaigns' }),
    );
    expect(await screen.findByRole('heading', { level: 1, name: 'Campaigns' })).toBeVisible();
    expect(document.title).toBe('Campaigns · Replay');
    expect(screen.getByRole('main')).toHaveFocus();
    expect(screen.getByRole('link', { name: 'Campaigns', current: 'page' })).toBeVisible();
  });

  test('lets the keyboard skip to the content', async () => {
    const { user } = renderApp('/status-codes');
    await screen.findByRole('heading', { level: 1 });
    await user.tab();
    expect(screen.getByRole('link', { name: 'Skip to the content' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('main')).toHaveFocus();
  });

  test('turns dark and light by hand', async () => {
    const { user } = renderApp('/status-codes');
    await user.click(await screen.findByRole('button', { name: 'Acme' }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'Dark' }));
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await user.click(screen.getByRole('menuitemradio', { name: 'Light' }));
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'light');
  });

  test('says where nothing is, and leads on', async () => {
    renderApp('/campaigns/sms/twelve');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to SMS Campaigns' })).toHaveAttribute(
      'href',
      '/campaigns/sms',
    );
  });

  test('starts at the campaigns', async () => {
    const { router } = renderApp('/');
    expect(await screen.findByRole('heading', { level: 1, name: 'Campaigns' })).toBeVisible();
    expect(router.state.location.pathname).toBe('/campaigns');
  });
});

describe('trouble', () => {
  test.each([
    ['no answer', () => HttpResponse.error(), /^Replay cannot be reached/],
    [
      '503',
      () =>
        problem(503, 'unavailable', 'The service cannot answer right now', '…', {}, { 'Retry-After': '1' }),
      /^Replay cannot answer right now/,
    ],
  ])('of %s is said in a banner and heals by itself', async (_, trouble, words) => {
    let healed = false;
    server.use(http.get('/v1/session', () => (healed ? HttpResponse.json(session) : trouble())));
    renderApp('/status-codes');
    expect(await screen.findByText(words)).toBeVisible();

    healed = true;
    expect(await screen.findByRole('heading', { name: 'Status codes' }, { timeout: 6_000 })).toBeVisible();
    await waitFor(() => expect(screen.queryByText(words)).toBeNull());
  });

  test('of any other kind shows title, detail, what to do next and Retry', async () => {
    let mended = false;
    server.use(
      http.get('/v1/session', () =>
        mended
          ? HttpResponse.json(session)
          : problem(500, 'internal-error', 'Something went wrong on our side', 'It was logged.', {
              incident: 'a1b2',
            }),
      ),
    );
    const { user } = renderApp('/status-codes');
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Something went wrong on our side')).toBeVisible();
    expect(within(alert).getByText('It was logged.')).toBeVisible();
    expect(within(alert).getByText(/tell your operator the incident a1b2/)).toBeVisible();
    expect(within(alert).getByRole('link', { name: 'What this means' })).toHaveAttribute(
      'href',
      '/problems/internal-error',
    );

    mended = true;
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { name: 'Status codes' })).toBeVisible();
    expect(screen.queryByText('Something went wrong on our side')).toBeNull();
  });
});
