import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { aCampaign, notSubmitted, tooRecent, windowClosed } from '~/test/campaigns';
import { renderApp } from '~/test/render-app';
import { problem, server, session } from '~/test/server';

/** What is listed, and the queries it was asked for with. */
let listed: Schemas['Campaign'][];
let asked: URLSearchParams[];

beforeEach(() => {
  listed = [aCampaign()];
  asked = [];
  server.use(
    http.get('/v1/campaigns', ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: listed, nextCursor: null });
    }),
    // What the pop-up is prepared with.
    http.get('/v1/campaigns/12', () => HttpResponse.json(listed[0])),
    http.get('/v1/campaigns/12/status-breakdown', () =>
      HttpResponse.json({
        campaignId: 12,
        total: 0,
        queued: 0,
        asOf: '2026-11-23T09:05:00Z',
        statuses: [],
      } satisfies Schemas['StatusBreakdown']),
    ),
    http.get('/v1/sms-statuses', () => HttpResponse.json({ items: [] } satisfies Schemas['SmsStatuses'])),
  );
});

const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });

async function openMenu(campaign: Partial<Schemas['Campaign']>) {
  listed = [aCampaign(campaign)];
  const app = renderApp('/campaigns/sms');
  await app.user.click(await screen.findByRole('button', { name: 'Actions for Spring offer' }));
  const menu = await screen.findByRole('menu');
  return { ...app, menu };
}

const draft = { status: 'draft', submittedAt: null, replay: notSubmitted } as const;
const scheduled = {
  status: 'scheduled',
  submittedAt: null,
  scheduledAt: '2026-11-26T14:00:00Z',
  replay: notSubmitted,
} as const;
const processing = {
  status: 'processing',
  counts: { queued: 60, sent: 28, delivered: 12, undelivered: 0, notSent: 0 },
  replay: notSubmitted,
} as const;

describe('the listing', () => {
  test('shows name, status, progress, recipients and the date that counts, in the zone of the account', async () => {
    listed = [
      aCampaign({ ...processing, waitingFor: 'carrier' }),
      aCampaign({ id: 5, name: 'Weekend', ...scheduled }),
    ];
    renderApp('/campaigns/sms');
    const running = await row('Spring offer');
    expect(within(running).getByRole('link', { name: 'Spring offer' })).toHaveAttribute(
      'href',
      '/campaigns/sms/12',
    );
    expect(within(running).getByText('Processing')).toBeVisible();
    expect(within(running).getByText('40 of 100 have gone out, waiting for the carrier')).toBeVisible();
    expect(within(running).getByRole('img')).toHaveAccessibleName(/Delivered: 12 \(12%\).*Queued: 60/);
    expect(within(running).getByText('20 Nov 2026, 14:35')).toBeVisible();
    const later = await row('Weekend');
    expect(within(later).getByText('Scheduled for')).toBeVisible();
    expect(within(later).getByText('26 Nov 2026, 19:30')).toBeVisible();
    expect(within(later).queryByRole('img')).toBeNull();
  });

  test('follows what is processing, and stops when nothing is', async () => {
    listed = [aCampaign(processing)];
    renderApp('/campaigns/sms');
    expect(await screen.findByText('40 of 100 have gone out')).toBeVisible();
    listed = [aCampaign()];
    expect(await screen.findByText('80% delivered')).toBeVisible();
  });

  test('is narrowed by the address, days being those of the account', async () => {
    renderApp('/campaigns/sms?q=spring&status=submitted&from=2026-11-01&to=2026-11-23');
    await row('Spring offer');
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      q: 'spring',
      status: 'submitted',
      from: '2026-10-31T18:30:00.000Z',
      to: '2026-11-23T18:30:00.000Z',
      limit: '25',
    });
    expect(screen.getByRole('searchbox', { name: 'Search by name' })).toHaveValue('spring');
    expect(screen.getByRole('combobox', { name: 'Status' })).toHaveValue('submitted');
    expect(screen.getByLabelText('Created from')).toHaveValue('2026-11-01');
    expect(screen.getByLabelText('Created to')).toHaveValue('2026-11-23');
  });

  test('writes a search into the address when the typing pauses, and begins at the first page', async () => {
    const { user, router } = renderApp('/campaigns/sms?cursor=abc');
    await row('Spring offer');
    await user.type(screen.getByRole('searchbox', { name: 'Search by name' }), 'offer');
    await waitFor(() => expect(router.state.location.search).toBe('?q=offer'));
    expect(screen.getByRole('searchbox', { name: 'Search by name' })).toHaveValue('offer');
    await waitFor(() => expect(asked.at(-1)?.get('q')).toBe('offer'));
    expect(asked.map((query) => query.get('q'))).not.toContain('off');
  });

  test('says that nothing matches, and shows all again', async () => {
    server.use(
      http.get('/v1/campaigns', ({ request }) =>
        HttpResponse.json({ items: request.url.includes('status=') ? [] : listed, nextCursor: null }),
      ),
    );
    const { user, router } = renderApp('/campaigns/sms?status=paused');
    await user.click(await screen.findByRole('button', { name: 'Show all campaigns' }));
    await row('Spring offer');
    expect(router.state.location.search).toBe('');
  });

  test('says what to do first where there are no campaigns', async () => {
    listed = [];
    renderApp('/campaigns/sms');
    expect(await screen.findByText('No campaigns yet')).toBeVisible();
    for (const link of screen.getAllByRole('link', { name: 'New campaign' }))
      expect(link).toHaveAttribute('href', '/campaigns/sms/new');
  });

  test('shows a filter that is refused, and clears it', async () => {
    server.use(
      http.get('/v1/campaigns', ({ request }) =>
        request.url.includes('status=')
          ? problem(
              400,
              'invalid-parameter',
              'A parameter has a value that is not allowed',
              'status is one of …',
            )
          : HttpResponse.json({ items: listed, nextCursor: null }),
      ),
    );
    const { user } = renderApp('/campaigns/sms?status=gone');
    expect(await screen.findByText('status is one of …')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await row('Spring offer');
  });
});

describe('the three dots', () => {
  test.each([
    ['submitted', {}, ['Replay Campaign']],
    ['a draft', draft, ['Replay Campaign', 'Edit', 'Delete']],
    ['scheduled', scheduled, ['Replay Campaign', 'Unschedule', 'Cancel Campaign']],
    ['processing', processing, ['Replay Campaign', 'Pause', 'Cancel Campaign']],
    [
      'paused',
      { ...processing, status: 'paused' as const },
      ['Replay Campaign', 'Resume', 'Cancel Campaign'],
    ],
    ['cancelled', { status: 'cancelled' as const, replay: notSubmitted }, ['Replay Campaign']],
  ])('of one that is %s offer what its state allows', async (_, campaign, labels) => {
    const { menu } = await openMenu(campaign);
    const items = within(menu).getAllByRole('menuitem');
    expect(items).toHaveLength(labels.length);
    for (const name of labels) expect(within(menu).getByRole('menuitem', { name })).toBeVisible();
  });

  test.each([
    ['too recent', tooRecent, 'It was submitted too recently. It can be replayed from 24 Nov 2026, 14:35.'],
    [
      'past its time',
      windowClosed,
      'The time for replays is over. It could be replayed until 14 Nov 2026, 14:35.',
    ],
    ['not submitted', notSubmitted, 'Only submitted campaigns can be replayed.'],
  ])(
    'grey out Replay Campaign of one that is %s, with the reason, within reach of the keyboard',
    async (_, replay, reason) => {
      const { user, menu, router } = await openMenu({ replay });
      const item = within(menu).getByRole('menuitem', { name: 'Replay Campaign' });
      expect(item).toHaveAttribute('aria-disabled', 'true');
      expect(item).toHaveAccessibleDescription(reason);
      expect(within(item).getByText(reason)).toBeVisible();
      await waitFor(() => expect(item).toHaveFocus());
      await user.keyboard('{Enter}');
      await user.click(item);
      expect(menu).toBeVisible();
      expect(router.state.location.search).toBe('');
    },
  );

  test('offer nothing that sends to those who may only look', async () => {
    server.use(
      http.get('/v1/session', () =>
        HttpResponse.json({ ...session, user: { ...session.user, role: 'viewer' } }),
      ),
    );
    const { menu } = await openMenu(processing);
    expect(within(menu).getAllByRole('menuitem')).toHaveLength(1);
    expect(screen.queryByRole('link', { name: 'New campaign' })).toBeNull();
  });

  test('lead from a draft to its launch', async () => {
    const { user, menu, router } = await openMenu(draft);
    await user.click(within(menu).getByRole('menuitem', { name: 'Edit' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/campaigns/sms/12/launch'));
  });

  test('pause at once, and show what it is now', async () => {
    server.use(
      http.post('/v1/campaigns/12/pause', () => {
        listed = [aCampaign({ ...processing, status: 'paused' })];
        return HttpResponse.json(listed[0]);
      }),
    );
    const { user, menu } = await openMenu(processing);
    await user.click(within(menu).getByRole('menuitem', { name: 'Pause' }));
    expect(await screen.findByText('“Spring offer” is paused.')).toBeVisible();
    expect(await within(await row('Spring offer')).findByText('Paused')).toBeVisible();
  });

  test('show a refusal as the problem it is', async () => {
    server.use(
      http.post('/v1/campaigns/12/pause', () => {
        listed = [aCampaign()];
        return problem(
          409,
          'state-conflict',
          'The state does not allow this',
          'Campaign 12 is submitted and cannot be paused.',
        );
      }),
    );
    const { user, menu } = await openMenu(processing);
    await user.click(within(menu).getByRole('menuitem', { name: 'Pause' }));
    const dialog = await screen.findByRole('dialog', { name: 'Pause: “Spring offer”' });
    expect(await within(dialog).findByText('Campaign 12 is submitted and cannot be paused.')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Back' }));
    expect(await within(await row('Spring offer')).findByText('80% delivered')).toBeVisible();
  });

  test('ask before they cancel, in words that say what will happen', async () => {
    let cancelled = false;
    server.use(
      http.post('/v1/campaigns/12/cancel', () => {
        cancelled = true;
        listed = [aCampaign({ status: 'cancelled' })];
        return HttpResponse.json(listed[0]);
      }),
    );
    const { user, menu } = await openMenu(processing);
    await user.click(within(menu).getByRole('menuitem', { name: 'Cancel Campaign' }));
    const dialog = await screen.findByRole('dialog', { name: 'Cancel campaign' });
    expect(within(dialog).getByText(/60 messages still queued will not be sent/)).toBeVisible();
    expect(within(dialog).getByText(/credits held for them are given back/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Keep it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(cancelled).toBe(false);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Actions for Spring offer' })).toHaveFocus(),
    );

    await user.click(screen.getByRole('button', { name: 'Actions for Spring offer' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Cancel Campaign' }));
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel Campaign' }),
    );
    expect(await screen.findByText('“Spring offer” is cancelled.')).toBeVisible();
    expect(cancelled).toBe(true);
  });

  test('delete a draft after asking, and leave the keyboard on the page', async () => {
    server.use(
      http.delete('/v1/campaigns/12', () => {
        listed = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, menu } = await openMenu({ ...draft, replayOf: 2 });
    await user.click(within(menu).getByRole('menuitem', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete draft' });
    expect(within(dialog).getByText(/its list of 100 recipients will be deleted/)).toBeVisible();
    expect(within(dialog).getByText('Campaign 2, of which it is a replay, stays as it is.')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('No campaigns yet')).toBeVisible();
    await waitFor(() => expect(screen.getByRole('main')).toHaveFocus());
  });
});
