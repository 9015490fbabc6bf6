import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { aCampaign, notSubmitted, tooRecent, windowClosed } from '~/test/campaigns';
import { renderApp } from '~/test/render-app';
import { problem, server, session } from '~/test/server';

type SubStatus = Schemas['SubStatusShare'];

const sub = (code: string, label: string, count: number): SubStatus => ({
  code,
  label,
  description: `What ${code} means.`,
  count,
  share: count / 100,
  retry: 'wait',
});

const breakdown: Schemas['StatusBreakdown'] = {
  campaignId: 12,
  total: 100,
  queued: 0,
  asOf: '2026-11-23T09:05:00Z',
  statuses: [
    { status: 'Delivered', count: 80, share: 0.8, subStatuses: [sub('DELIVRD', 'Delivered to Handset', 80)] },
    {
      status: 'UnDelivered',
      count: 13,
      share: 0.13,
      subStatuses: [sub('ABSENT-SUB', 'Subscriber Absent', 8), sub('EXPIRED', 'Expired', 5)],
    },
    { status: 'NotSent', count: 0, share: 0, subStatuses: [] },
    {
      status: 'Sent',
      count: 7,
      share: 0.07,
      subStatuses: [
        sub('SENT - NO DLR', 'No Delivery Receipt', 4),
        sub('SUBMIT-UNCONFIRMED', 'Submission Unconfirmed', 3),
      ],
    },
  ],
};

function preview(
  targets: number,
  skipped: Schemas['ReplayPreview']['skipped'] = [],
): Schemas['ReplayPreview'] {
  return {
    targets,
    skipped,
    segments: targets * 2,
    estimate: { total: (targets / 100).toFixed(4), currency: 'EUR' },
    byStatus: [],
    byCountry: [],
    eligibility: aCampaign().replay,
  };
}

/** The select of each preview and draft that was asked for. */
let previewed: unknown[];
let drafted: { select: unknown; key: string | null }[];

beforeEach(() => {
  previewed = [];
  drafted = [];
  server.use(
    http.get('/v1/campaigns', () => HttpResponse.json({ items: [aCampaign()], nextCursor: null })),
    http.get('/v1/campaigns/12', () => HttpResponse.json(aCampaign())),
    http.get('/v1/campaigns/12/status-breakdown', () => HttpResponse.json(breakdown)),
    http.get('/v1/sms-statuses', () =>
      HttpResponse.json({
        items: [{ status: 'Delivered', label: 'Delivered', description: 'It arrived.', subStatuses: [] }],
      } satisfies Schemas['SmsStatuses']),
    ),
    http.post<never, { select: unknown }>('/v1/campaigns/12/replay-preview', async ({ request }) => {
      previewed.push((await request.json()).select);
      return HttpResponse.json(preview(13));
    }),
  );
});

async function openPopUp() {
  const app = renderApp('/campaigns/sms?replay=12');
  const tree = await screen.findByRole('tree', { name: 'Select status to replay the campaign' });
  return { ...app, tree };
}

const status = (name: string) => screen.getByRole('treeitem', { name });
const continueButton = () => screen.getByRole('button', { name: 'Continue' });

describe('the pop-up', () => {
  test('is opened from the menu, names the original and is closed by going back', async () => {
    const { user, router } = renderApp('/campaigns/sms');
    await user.click(await screen.findByRole('button', { name: 'Actions for Spring offer' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Replay Campaign' }));
    const dialog = await screen.findByRole('dialog', { name: 'Replay Campaign' });
    expect(await within(dialog).findByText('Selected campaign')).toBeVisible();
    expect(within(dialog).getByText('Selected campaign').nextElementSibling).toHaveTextContent(
      'Spring offer',
    );
    expect(router.state.location.search).toBe('?replay=12');

    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(router.state.location.search).toBe('');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Actions for Spring offer' })).toHaveFocus(),
    );
  });

  test.each([
    ['too recent', tooRecent, /can be replayed from 24 Nov 2026, 14:35/],
    ['past its time', windowClosed, /could be replayed until 14 Nov 2026, 14:35/],
    ['a draft', notSubmitted, /Only submitted campaigns can be replayed/],
  ])('of a campaign that is %s says why and when, and does not continue', async (_, replay, words) => {
    server.use(http.get('/v1/campaigns/12', () => HttpResponse.json(aCampaign({ replay }))));
    renderApp('/campaigns/sms?replay=12');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(words)).toBeVisible();
    expect(within(dialog).queryByRole('tree')).toBeNull();
    expect(within(dialog).queryByRole('button', { name: 'Continue' })).toBeNull();
  });

  test('of a campaign that is not there says so', async () => {
    server.use(
      http.get('/v1/campaigns/9', () =>
        problem(404, 'not-found', 'There is no such thing here', 'There is no campaign 9.'),
      ),
      http.get('/v1/campaigns/9/status-breakdown', () =>
        problem(404, 'not-found', 'There is no such thing here', 'There is no campaign 9.'),
      ),
    );
    renderApp('/campaigns/sms?replay=9');
    expect(
      await within(await screen.findByRole('dialog')).findByText('There is no campaign 9.'),
    ).toBeVisible();
  });

  test('tells the queued messages apart', async () => {
    server.use(
      http.get('/v1/campaigns/12/status-breakdown', () => HttpResponse.json({ ...breakdown, queued: 1200 })),
    );
    await openPopUp();
    expect(screen.getByText(/^1,200 messages are still queued/)).toBeVisible();
  });
});

describe('the tree', () => {
  test('has the four statuses with their figures, opened by + and all at once', async () => {
    const { user } = await openPopUp();
    expect(screen.getAllByRole('treeitem').map((item) => item.dataset.key)).toEqual([
      'Delivered',
      'UnDelivered',
      'NotSent',
      'Sent',
    ]);
    expect(status('UnDelivered')).toHaveAccessibleDescription(/^13 messages, 13%/);
    await waitFor(() => expect(status('Delivered')).toHaveAccessibleDescription(/It arrived/));

    await user.click(screen.getByRole('button', { name: 'Expand UnDelivered' }));
    expect(status('Subscriber Absent ABSENT-SUB')).toHaveAttribute('aria-level', '2');
    await user.click(screen.getByRole('button', { name: 'Collapse UnDelivered' }));
    expect(screen.queryByRole('treeitem', { name: /ABSENT-SUB/ })).toBeNull();

    await user.click(screen.getByRole('button', { name: 'Expand all' }));
    expect(screen.getAllByRole('treeitem')).toHaveLength(9);
    await user.click(screen.getByRole('button', { name: 'Collapse all' }));
    expect(screen.getAllByRole('treeitem')).toHaveLength(4);
  });

  test('is one stop for Tab, and the keyboard moves inside it', async () => {
    const { user } = await openPopUp();
    screen.getByRole('button', { name: 'Expand all' }).focus();
    await user.tab();
    expect(status('Delivered')).toHaveFocus();

    await user.keyboard('{ArrowDown}');
    expect(status('UnDelivered')).toHaveFocus();
    expect(status('UnDelivered')).toHaveAttribute('aria-expanded', 'false');
    await user.keyboard('{ArrowRight}');
    expect(status('UnDelivered')).toHaveAttribute('aria-expanded', 'true');
    await user.keyboard('{ArrowRight}');
    expect(status('Subscriber Absent ABSENT-SUB')).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(status('UnDelivered')).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(status('UnDelivered')).toHaveAttribute('aria-expanded', 'false');
    await user.keyboard('+');
    expect(status('UnDelivered')).toHaveAttribute('aria-expanded', 'true');
    await user.keyboard('-');
    expect(status('UnDelivered')).toHaveAttribute('aria-expanded', 'false');
    await user.keyboard('*');
    expect(screen.getAllByRole('treeitem')).toHaveLength(9);
    await user.keyboard('{End}');
    expect(status('Submission Unconfirmed SUBMIT-UNCONFIRMED')).toHaveFocus();
    await user.keyboard('{Home}');
    expect(status('Delivered')).toHaveFocus();
    await user.keyboard('exp');
    expect(status('Expired EXPIRED')).toHaveFocus();
    expect(status('NotSent')).not.toHaveAttribute('aria-expanded');
  });

  test('goes from one line to the next of the same letter', async () => {
    const { user } = await openPopUp();
    status('Delivered').focus();
    await user.keyboard('*{Home}s');
    expect(status('Subscriber Absent ABSENT-SUB')).toHaveFocus();
    await user.keyboard('s');
    expect(status('Sent')).toHaveFocus();
  });

  test('is ticked by Space, wholly, in part and not at all', async () => {
    const { user } = await openPopUp();
    status('UnDelivered').focus();
    await user.keyboard(' ');
    expect(status('UnDelivered')).toBeChecked();
    await user.keyboard('{ArrowRight}{ArrowDown} ');
    expect(status('Subscriber Absent ABSENT-SUB')).not.toBeChecked();
    expect(status('Expired EXPIRED')).toBeChecked();
    expect(status('UnDelivered')).toHaveAttribute('aria-checked', 'mixed');
    await user.keyboard('{ArrowDown} ');
    expect(status('UnDelivered')).not.toBeChecked();
  });

  test('keeps its place at the status when its sub-statuses are closed', async () => {
    const { user } = await openPopUp();
    status('UnDelivered').focus();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    await user.click(screen.getByRole('button', { name: 'Expand all' }));
    await user.click(screen.getByRole('button', { name: 'Collapse all' }));
    expect(status('UnDelivered')).toHaveAttribute('tabindex', '0');
    expect(status('Delivered')).toHaveAttribute('tabindex', '-1');
  });

  test('selects all and none by a button', async () => {
    const { user } = await openPopUp();
    await user.click(screen.getByRole('button', { name: 'Select all' }));
    expect(screen.getAllByRole('treeitem', { checked: true }).map((item) => item.dataset.key)).toEqual([
      'Delivered',
      'UnDelivered',
      'Sent',
    ]);
    await user.click(screen.getByRole('button', { name: 'Select none' }));
    expect(screen.queryAllByRole('treeitem', { checked: true })).toEqual([]);
  });

  test('says what cannot be selected', async () => {
    const { user } = await openPopUp();
    await user.click(screen.getByRole('button', { name: 'Expand Sent' }));
    const unconfirmed = status('Submission Unconfirmed SUBMIT-UNCONFIRMED');
    expect(unconfirmed).toHaveAttribute('aria-disabled', 'true');
    expect(unconfirmed).toHaveAccessibleDescription(
      /Cannot be selected: nobody knows whether these went out/,
    );
    await user.click(unconfirmed);
    expect(unconfirmed).not.toBeChecked();
    expect(status('NotSent')).toHaveAttribute('aria-disabled', 'true');
  });

  test('tells what a sub-status means by pointer, by tap and by keyboard, and Escape takes it away first', async () => {
    const { user } = await openPopUp();
    await user.click(screen.getByRole('button', { name: 'Expand UnDelivered' }));
    const words = 'What ABSENT-SUB means.';
    const item = status('Subscriber Absent ABSENT-SUB');
    expect(item).toHaveAccessibleDescription(new RegExp(words));
    const tip = screen.getByText(words);
    const info = screen.getByRole('button', { name: 'About ABSENT-SUB' });
    expect(tip).not.toBeVisible();

    await user.hover(info);
    expect(tip).toBeVisible();
    await user.unhover(info);
    expect(tip).not.toBeVisible();

    await user.pointer({ keys: '[TouchA]', target: info });
    expect(tip).toBeVisible();
    await user.pointer({ keys: '[TouchA]', target: info });
    expect(tip).not.toBeVisible();
    expect(item).not.toBeChecked();

    await user.keyboard('{ArrowDown}');
    expect(item).toHaveFocus();
    expect(tip).toBeVisible();
    await user.keyboard('{Escape}');
    expect(tip).not.toBeVisible();
    expect(screen.getByRole('dialog')).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('the figures', () => {
  const figure = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling;

  test('say targets, those left out and why, segments and cost', async () => {
    server.use(
      http.post('/v1/campaigns/12/replay-preview', () =>
        HttpResponse.json({
          ...preview(1500, [
            { reason: 'opt-out', count: 3 },
            { reason: 'unconfirmed', count: 2 },
          ]),
          byCountry: [{ country: 'FR', targets: 20, segments: 20, unitPrice: null, subtotal: null }],
        } satisfies Schemas['ReplayPreview']),
      ),
    );
    const { user } = await openPopUp();
    expect(screen.getByText('All mobile numbers with the selected status will be targets.')).toBeVisible();
    await user.click(status('UnDelivered'));
    expect(
      await screen.findByText(
        'All mobile numbers with the selected status will be targets, less 5 left out.',
      ),
    ).toBeVisible();
    expect(figure('Targets')).toHaveTextContent('1,500');
    expect(figure('Left out')).toHaveTextContent('5');
    expect(figure('Segments')).toHaveTextContent('3,000');
    expect(figure('Estimated cost')).toHaveTextContent('€15.00');
    expect(
      screen.getByText(/3 opted out of your messages, 2 unconfirmed, as nobody knows whether/),
    ).toBeVisible();
    expect(screen.getByText(/20 targets in FR, which has no price yet/)).toBeVisible();
  });

  test('are asked for one choice at a time, and the last one wins', async () => {
    let atOnce = 0;
    let mostAtOnce = 0;
    const answers: (() => void)[] = [];
    server.use(
      http.post<never, { select: { status: string }[] }>(
        '/v1/campaigns/12/replay-preview',
        async ({ request }) => {
          const { select } = await request.json();
          previewed.push(select);
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await new Promise<void>((resolve) => {
            answers.push(resolve);
          });
          atOnce--;
          return HttpResponse.json(preview(select.length * 10));
        },
      ),
    );
    const { user } = await openPopUp();
    await user.click(status('Delivered'));
    await waitFor(() => expect(previewed).toHaveLength(1));
    await user.click(status('UnDelivered'));
    await user.click(status('Sent'));
    expect(previewed).toEqual([[{ status: 'Delivered' }]]);

    answers[0]?.();
    await waitFor(() => expect(previewed).toHaveLength(2));
    expect(previewed[1]).toEqual([{ status: 'Delivered' }, { status: 'UnDelivered' }, { status: 'Sent' }]);
    answers[1]?.();
    await waitFor(() => expect(figure('Targets')).toHaveTextContent('30'));
    expect(previewed).toHaveLength(2);
    expect(mostAtOnce).toBe(1);
  });

  test('of before stay, marked as out of date, until the new ones are there', async () => {
    let answer = () => {};
    const { user } = await openPopUp();
    await user.click(status('UnDelivered'));
    await waitFor(() => expect(figure('Targets')).toHaveTextContent('13'));
    server.use(
      http.post('/v1/campaigns/12/replay-preview', async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return HttpResponse.json(preview(93));
      }),
    );
    await user.click(status('Delivered'));
    expect(figure('Targets')).toHaveTextContent('13');
    expect(figure('Targets')?.closest('dl')).toHaveAttribute('aria-busy', 'true');
    await waitFor(() => {
      answer();
      expect(figure('Targets')).toHaveTextContent('93');
    });
    expect(figure('Targets')?.closest('dl')).toHaveAttribute('aria-busy', 'false');
  });

  test('that cannot be had are a problem to try again', async () => {
    let mended = false;
    server.use(
      http.post('/v1/campaigns/12/replay-preview', () =>
        mended
          ? HttpResponse.json(preview(13))
          : problem(500, 'internal-error', 'Something went wrong on our side', 'It was logged.'),
      ),
    );
    const { user } = await openPopUp();
    await user.click(status('UnDelivered'));
    expect(await screen.findByText('It was logged.')).toBeVisible();
    mended = true;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(figure('Targets')).toHaveTextContent('13'));
  });
});

describe('Continue', () => {
  /** Drafts by their key, as the backend keeps them. */
  let drafts: Map<string | null, Schemas['Campaign']>;

  beforeEach(() => {
    drafts = new Map();
    server.use(
      http.post<never, { select: unknown }>('/v1/campaigns/12/replays', async ({ request }) => {
        const key = request.headers.get('Idempotency-Key');
        drafted.push({ select: (await request.json()).select, key });
        const first = drafts.get(key);
        if (first)
          return HttpResponse.json(first, { status: 201, headers: { 'Idempotent-Replayed': 'true' } });
        const draft = aCampaign({ id: 50 + drafts.size, status: 'draft', replayOf: 12 });
        drafts.set(key, draft);
        return HttpResponse.json(draft, { status: 201 });
      }),
      http.get('/v1/campaigns/12', () => HttpResponse.json(aCampaign())),
      http.get('/v1/campaigns/:id', ({ params }) => {
        const draft = [...drafts.values()].find(({ id }) => id === Number(params.id));
        return draft
          ? HttpResponse.json(draft)
          : problem(404, 'not-found', 'There is no such thing here', 'There is no such campaign.');
      }),
      http.get('/v1/sender-ids', () => HttpResponse.json({ items: [], nextCursor: null })),
    );
  });

  async function continueWith(name: string) {
    const app = await openPopUp();
    await app.user.click(status(name));
    await app.user.click(continueButton());
    await screen.findByRole('heading', { name: 'Launch Campaigns' });
    return app;
  }

  test('cannot be pressed while nothing is selected, and says so', async () => {
    const { user } = await openPopUp();
    expect(continueButton()).toBeDisabled();
    expect(continueButton()).toHaveAccessibleDescription('Select at least one status to continue.');
    await user.click(status('UnDelivered'));
    expect(continueButton()).toBeEnabled();
  });

  test('cannot be pressed where nobody is left, and says so', async () => {
    server.use(
      http.post('/v1/campaigns/12/replay-preview', () =>
        HttpResponse.json(preview(0, [{ reason: 'blocked', count: 13 }])),
      ),
    );
    const { user } = await openPopUp();
    await user.click(status('UnDelivered'));
    await waitFor(() => expect(continueButton()).toBeDisabled());
    expect(continueButton()).toHaveAccessibleDescription('Nobody is left to send to: select another status.');
  });

  test('is not for those who may only look', async () => {
    server.use(
      http.get('/v1/session', () =>
        HttpResponse.json({ ...session, user: { ...session.user, role: 'viewer' } }),
      ),
    );
    const { user } = await openPopUp();
    await user.click(status('UnDelivered'));
    expect(continueButton()).toBeDisabled();
    expect(continueButton()).toHaveAccessibleDescription(/role/);
  });

  test('makes the draft of what is ticked and goes to its launch', async () => {
    const { router } = await continueWith('UnDelivered');
    expect(router.state.location.pathname).toBe('/campaigns/sms/50/launch');
    expect(drafted).toEqual([
      { select: [{ status: 'UnDelivered' }], key: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
  });

  test('after going back has the same ticks and comes to the same draft', async () => {
    const { user, router } = await continueWith('UnDelivered');
    router.navigate(-1);
    await screen.findByRole('tree');
    expect(status('UnDelivered')).toBeChecked();
    await user.click(continueButton());
    await waitFor(() => expect(router.state.location.pathname).toBe('/campaigns/sms/50/launch'));
    expect(drafted).toHaveLength(2);
    expect(drafted[1]).toEqual(drafted[0]);
  });

  test('with another choice makes another draft', async () => {
    const { user, router } = await continueWith('UnDelivered');
    router.navigate(-1);
    await screen.findByRole('tree');
    await user.click(status('Delivered'));
    await user.click(continueButton());
    await waitFor(() => expect(router.state.location.pathname).toBe('/campaigns/sms/51/launch'));
  });

  test.each([
    ['was deleted', (key: string | null) => drafts.set(key, aCampaign({ id: 99 }))],
    ['was launched', (key: string | null) => drafts.set(key, aCampaign({ id: 50, status: 'processing' }))],
  ])('makes a new draft where the one of the same choice %s', async (what, happen) => {
    const { user, router } = await continueWith('UnDelivered');
    const first = drafted[0]?.key ?? null;
    happen(first);
    if (what === 'was deleted')
      server.use(
        http.get('/v1/campaigns/99', () =>
          problem(404, 'not-found', 'There is no such thing here', 'There is no campaign 99.'),
        ),
      );
    router.navigate(-1);
    await screen.findByRole('tree');
    await user.click(continueButton());
    await waitFor(() => expect(router.state.location.pathname).toBe('/campaigns/sms/51/launch'));
    expect(drafted.map(({ key }) => key === first)).toEqual([true, true, false]);
  });

  test('that got no answer asks again with the same key', async () => {
    let answered = false;
    const keys: (string | null)[] = [];
    server.use(
      http.post('/v1/campaigns/12/replays', ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        if (!answered) return HttpResponse.error();
        return HttpResponse.json(aCampaign({ id: 50, status: 'draft' }), { status: 201 });
      }),
    );
    const { user, router } = await openPopUp();
    await user.click(status('UnDelivered'));
    await user.click(continueButton());
    expect(await screen.findByText('Replay cannot be reached')).toBeVisible();
    answered = true;
    await user.click(continueButton());
    await waitFor(() => expect(router.state.location.pathname).toBe('/campaigns/sms/50/launch'));
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
  });

  test('that is refused says why and keeps the ticks', async () => {
    server.use(
      http.post('/v1/campaigns/12/replays', () =>
        problem(422, 'no-targets', 'The selection reaches nobody', 'Nobody is left to replay to.'),
      ),
    );
    const { user } = await openPopUp();
    await user.click(status('UnDelivered'));
    await user.click(continueButton());
    expect(await screen.findByText('Nobody is left to replay to.')).toBeVisible();
    expect(status('UnDelivered')).toBeChecked();
  });

  test('leads nobody away who closed the pop-up while the draft was made', async () => {
    let answer = () => {};
    server.use(
      http.post('/v1/campaigns/12/replays', async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return HttpResponse.json(aCampaign({ id: 50, status: 'draft' }), { status: 201 });
      }),
    );
    const { user, router, queryClient } = await openPopUp();
    await user.click(status('UnDelivered'));
    await user.click(continueButton());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => {
      answer();
      expect(queryClient.isMutating()).toBe(0);
    });
    expect(router.state.location.pathname).toBe('/campaigns/sms');
  });
});
