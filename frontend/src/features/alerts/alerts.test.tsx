import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Schemas } from '~/api/client';
import { renderApp } from '~/test/render-app';
import { problem, server, sessionAs } from '~/test/server';

const refuses: Schemas['Alert'] = {
  id: 'carrier-refuses:acme',
  alert: 'carrier-refuses',
  severity: 'critical',
  since: '2026-11-23T09:04:50Z',
  title: 'Carrier acme refuses our bind',
  detail: 'It says: password is wrong. Check the password of its configuration.',
  carrier: 'acme',
  campaignId: null,
};

const inDoubt: Schemas['Alert'] = {
  id: 'messages-in-doubt:123',
  alert: 'messages-in-doubt',
  severity: 'warning',
  since: '2026-11-23T09:01:12Z',
  title: '3 messages of campaign 123 are in doubt',
  detail: 'They were written to the carrier and no answer came.',
  carrier: null,
  campaignId: 123,
};

let items: Schemas['Alert'][];

beforeEach(() => {
  items = [refuses, inDoubt];
  server.use(http.get('/v1/alerts', () => HttpResponse.json({ items })));
});

describe('the alerts', () => {
  test('say what is wrong, since when, what to do and where', async () => {
    renderApp('/alerts');
    const alerts = within(await screen.findByRole('list', { name: 'Alerts' })).getAllByRole('listitem');
    expect(alerts).toHaveLength(2);
    const [first, second] = alerts.map((alert) => within(alert));
    expect(first?.getByRole('heading', { name: 'Carrier acme refuses our bind' })).toBeVisible();
    expect(first?.getByText('Critical')).toBeVisible();
    expect(first?.getByText(/^It says: password is wrong/)).toBeVisible();
    expect(first?.getByText('23 Nov 2026, 14:34')).toBeVisible();
    expect(first?.getByRole('link')).toHaveAttribute('href', '/carriers');
    expect(second?.getByText('Warning')).toBeVisible();
    expect(second?.getByRole('link', { name: 'See the messages in doubt' })).toHaveAttribute(
      'href',
      '/campaigns/sms/123/unconfirmed',
    );
  });

  test('without any say that nothing needs attention', async () => {
    items = [];
    renderApp('/alerts');
    expect(await screen.findByText('Nothing needs attention')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Alerts' })).toHaveTextContent('');
  });

  test('that cannot be had are a problem to try again', async () => {
    server.use(
      http.get('/v1/alerts', () => problem(500, 'internal-error', 'Something went wrong', 'Incident 1.')),
    );
    const { user } = renderApp('/alerts');
    expect(await screen.findByText('Something went wrong')).toBeVisible();
    server.use(http.get('/v1/alerts', () => HttpResponse.json({ items })));
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { name: refuses.title })).toBeVisible();
  });
});

describe('the bell', () => {
  test('tells from every page how many there are, to every role, and leads to them', async () => {
    server.use(sessionAs('viewer'));
    const { user } = renderApp('/campaigns');
    await user.click(await screen.findByRole('link', { name: 'Alerts: 2 need attention' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
    expect(screen.getByRole('link', { name: /^Alerts/, current: 'page' })).toBeVisible();
  });

  test('follows by itself what begins and what is over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    renderApp('/campaigns');
    expect(await screen.findByRole('link', { name: 'Alerts: 2 need attention' })).toBeVisible();
    items = [inDoubt];
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    expect(await screen.findByRole('link', { name: 'Alerts: 1 needs attention' })).toBeVisible();
    items = [];
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    await waitFor(() => expect(screen.getByRole('link', { name: 'Alerts' })).toBeVisible());
    vi.useRealTimers();
  });
});
