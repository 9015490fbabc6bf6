import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Schemas } from '~/api/client';
import { aBreakdown, aCampaign, aLineage, aLineageCampaign } from '~/test/campaigns';
import { renderApp } from '~/test/render-app';
import { problem, server } from '~/test/server';

let campaign: Schemas['Campaign'];
let breakdown: Schemas['StatusBreakdown'];
let lineage: Schemas['Lineage'];

beforeEach(() => {
  campaign = aCampaign();
  breakdown = aBreakdown();
  lineage = aLineage();
  server.use(
    http.get('/v1/campaigns/12', () => HttpResponse.json(campaign)),
    http.get('/v1/campaigns/12/status-breakdown', () => HttpResponse.json(breakdown)),
    http.get('/v1/campaigns/:id/lineage', () => HttpResponse.json(lineage)),
    http.get('/v1/sender-ids', () =>
      HttpResponse.json({
        items: [{ id: 1, sender: 'ACME', route: 'transactional', countries: [] }],
        nextCursor: null,
      }),
    ),
    http.get('/v1/sms-statuses', () =>
      HttpResponse.json({
        items: breakdown.statuses.map(({ status, subStatuses }) => ({
          status,
          label: status,
          description: '',
          subStatuses,
        })),
      }),
    ),
  );
});

const row = (name: string | RegExp) => screen.getByRole('row', { name });

describe('what became of it', () => {
  test('at a glance: state, statuses and sub-statuses in words with counts and shares', async () => {
    renderApp('/campaigns/sms/12');
    expect(await screen.findByRole('heading', { level: 1, name: 'Spring offer' })).toBeVisible();
    expect(screen.getByText('All messages went out, and what became of each is known.')).toBeVisible();

    expect(
      await screen.findByRole('img', {
        name: 'The 100 messages by status. Delivered: 80 (80%), UnDelivered: 12 (12%), NotSent: 3 (3%), Sent: 5 (5%)',
      }),
    ).toBeInTheDocument();
    expect(within(row(/^UnDelivered/)).getByRole('cell', { name: '12%' })).toBeVisible();
    expect(within(row(/^Subscriber Absent/)).getByRole('cell', { name: '8%' })).toBeVisible();
    expect(screen.getByText('The subscriber could not be reached.')).toBeVisible();
    expect(screen.queryByText(/queued/)).toBeNull();
  });

  test('each figure leads to its messages', async () => {
    renderApp('/campaigns/sms/12');
    expect(
      await screen.findByRole('link', { name: '8 messages: UnDelivered, Subscriber Absent' }),
    ).toHaveAttribute('href', '/campaigns/sms/12/messages?status=UnDelivered&subStatus=ABSENT-SUB');
    expect(screen.getByRole('link', { name: 'See all messages' })).toHaveAttribute(
      'href',
      '/campaigns/sms/12/messages',
    );
  });

  test('sender, text, cost and dates in the account’s zone', async () => {
    renderApp('/campaigns/sms/12');
    const facts = within(await screen.findByRole('region', { name: 'The campaign' }));
    expect(await facts.findByText('ACME')).toBeVisible();
    expect(facts.getByText('Hi {name}, 20% off until Sunday.')).toBeVisible();
    expect(facts.getByText('€0.6790')).toBeVisible();
    // Half past five ahead of UTC.
    expect(facts.getAllByText('20 Nov 2026, 14:35')).toHaveLength(1);
    expect(facts.getByText('Times are those of Asia/Kolkata.')).toBeVisible();
  });

  test('the deadline and the rate, where there are any', async () => {
    campaign = aCampaign({ sendBefore: '2026-11-24T14:30:00Z', rate: 200 });
    renderApp('/campaigns/sms/12');
    const facts = within(await screen.findByRole('region', { name: 'The campaign' }));
    expect(facts.getByText('Send before').parentElement).toHaveTextContent('24 Nov 2026, 20:00');
    expect(facts.getByText('at most 200 segments per second')).toBeVisible();
  });

  test.each([
    [{ status: 'paused', pauseReason: 'by-hand' }, /^Paused by hand/],
    [{ status: 'paused', pauseReason: 'missed-schedule' }, /should have gone out/],
    [{ status: 'paused', pauseReason: 'moonrise' }, /^Paused \(moonrise\)/],
    [{ status: 'processing', waitingFor: 'carrier' }, /^Waiting for the carrier/],
    [{ status: 'processing', waitingFor: 'quiet-hours' }, /^Waiting for the end of the quiet hours/],
    [{ status: 'processing', waitingFor: 'credits' }, /^Waiting for credits/],
    [{ status: 'cancelled' }, /^What had not gone out/],
    [{ status: 'submitted', settledAt: null }, /of some the delivery receipt is still awaited/],
  ] as const)('says in words how it stands: %j', async (standing, words) => {
    campaign = aCampaign(standing);
    renderApp('/campaigns/sms/12');
    expect(await screen.findByText(words)).toBeVisible();
  });
});

describe('the line of replays', () => {
  test('shows what each was sent to, and whom they reached together', async () => {
    lineage = aLineage(
      aLineageCampaign({
        children: [
          aLineageCampaign({
            id: 13,
            name: 'Second try',
            recipients: 15,
            selection: [
              { status: 'UnDelivered', subStatuses: ['ABSENT-SUB', 'EXPIRED'] },
              { status: 'NotSent', subStatuses: null },
            ],
          }),
        ],
      }),
      [
        { campaignId: 12, delivered: 80, additional: 80, reached: 80, share: 0.8 },
        { campaignId: 13, delivered: 12, additional: 12, reached: 92, share: 0.92 },
      ],
    );
    renderApp('/campaigns/sms/12');
    const section = within(await screen.findByRole('region', { name: 'The original and its replays' }));
    expect(await section.findByText(/80 were reached by the first, 12 more by “Second try”/)).toBeVisible();
    expect(section.getByRole('link', { name: 'Spring offer', current: 'page' })).toBeVisible();
    expect(section.getByRole('link', { name: 'Second try' })).toHaveAttribute('href', '/campaigns/sms/13');
    expect(
      await section.findByText(/^Replay to UnDelivered \(Subscriber Absent, Expired\) and all NotSent/),
    ).toBeVisible();
  });

  test('without a replay says what one would do', async () => {
    renderApp('/campaigns/sms/12');
    expect(await screen.findByText(/^There is no replay of it yet/)).toBeVisible();
  });
});

describe('Replay Campaign', () => {
  test('opens by the address', async () => {
    const { user, router } = renderApp('/campaigns/sms/12');
    await user.click(await screen.findByRole('button', { name: 'Replay Campaign' }));
    expect(router.state.location).toMatchObject({ pathname: '/campaigns/sms/12', search: '?replay=12' });
  });

  test.each([
    ['too-recent', /can be replayed from 21 Nov 2026, 14:35/],
    ['window-closed', /could be replayed until 20 Dec 2026, 14:35/],
    ['not-submitted', /^Only submitted campaigns can be replayed/],
  ])('is greyed out where the rule forbids it, and says why: %s', async (reason, words) => {
    campaign = aCampaign({ replay: { ...aCampaign().replay, eligible: false, reason } });
    renderApp('/campaigns/sms/12');
    const button = await screen.findByRole('button', { name: 'Replay Campaign' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(words);
  });
});

describe('before it goes out', () => {
  test('a draft says what it will do and leads to its Launch page', async () => {
    campaign = aCampaign({ status: 'draft', submittedAt: null, settledAt: null });
    renderApp('/campaigns/sms/12');
    const plan = await screen.findByRole('region', { name: 'What it is going to do' });
    await waitFor(() =>
      expect(plan).toHaveTextContent('Once it is launched it goes out to 100 recipients from ACME.'),
    );
    expect(within(plan).getByRole('link', { name: 'Continue to Launch Campaigns' })).toHaveAttribute(
      'href',
      '/campaigns/sms/12/launch',
    );
    expect(screen.queryByRole('heading', { name: 'What became of the messages' })).toBeNull();
  });

  test('a draft without recipients says so', async () => {
    campaign = aCampaign({ status: 'draft', submittedAt: null, settledAt: null, recipients: 0 });
    renderApp('/campaigns/sms/12');
    expect(await screen.findByText(/^It has no recipients yet/)).toBeVisible();
  });

  test('a scheduled one says when, to whom and at what cost', async () => {
    campaign = aCampaign({
      status: 'scheduled',
      scheduledAt: '2026-11-26T14:00:00Z',
      submittedAt: null,
      settledAt: null,
    });
    renderApp('/campaigns/sms/12');
    const plan = await screen.findByRole('region', { name: 'What it is going to do' });
    await waitFor(() =>
      expect(plan).toHaveTextContent(
        'It goes out on 26 Nov 2026, 19:30 (Asia/Kolkata) to 100 recipients from ACME, and costs up to €0.70.',
      ),
    );
  });
});

describe('trouble', () => {
  test('of the campaign leaves nothing but itself, with a way back', async () => {
    server.use(
      http.get('/v1/campaigns/12', () =>
        problem(404, 'not-found', 'There is no such thing here', 'There is no campaign 12.'),
      ),
    );
    renderApp('/campaigns/sms/12');
    expect(within(await screen.findByRole('alert')).getByText('There is no campaign 12.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'SMS Campaigns' })).toHaveAttribute('href', '/campaigns/sms');
  });

  test('of the breakdown shows in its place, and Retry mends it', async () => {
    let mended = false;
    server.use(
      http.get('/v1/campaigns/12/status-breakdown', () =>
        mended
          ? HttpResponse.json(breakdown)
          : problem(500, 'internal-error', 'Something went wrong', 'It was logged.'),
      ),
    );
    const { user } = renderApp('/campaigns/sms/12');
    const section = within(await screen.findByRole('region', { name: 'What became of the messages' }));
    expect(await section.findByText('It was logged.')).toBeVisible();
    expect(screen.getByText('All messages went out, and what became of each is known.')).toBeVisible();
    mended = true;
    await user.click(section.getByRole('button', { name: 'Retry' }));
    expect(await section.findByRole('row', { name: /^UnDelivered/ })).toBeVisible();
  });
});

/** A stream that says what the test says. */
class ScriptedStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: ScriptedStream[] = [];
  readyState = 1;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    ScriptedStream.opened.push(this);
  }

  static get last(): ScriptedStream {
    const last = ScriptedStream.opened.at(-1);
    if (!last) throw new Error('No stream was opened.');
    return last;
  }

  tell(progress: Partial<Schemas['Progress']>) {
    this.dispatchEvent(
      new MessageEvent('progress', { data: JSON.stringify({ settledAt: null, ...progress }) }),
    );
  }

  fail({ forGood }: { forGood: boolean }) {
    this.readyState = forGood ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }

  close() {
    this.readyState = 2;
  }
}

describe('while it runs', () => {
  const running = (delivered: number) => {
    campaign = aCampaign({
      status: 'processing',
      settledAt: null,
      counts: { queued: 100 - delivered, sent: 0, delivered, undelivered: 0, notSent: 0 },
    });
    breakdown = aBreakdown({ Delivered: { DELIVRD: delivered } }, 100 - delivered);
  };
  const settled = () => {
    campaign = aCampaign();
    breakdown = aBreakdown();
  };

  beforeEach(() => {
    ScriptedStream.opened = [];
    vi.stubGlobal('EventSource', ScriptedStream);
    running(10);
  });

  test('what is queued is told apart, and the counts move by the stream until it is settled', async () => {
    renderApp('/campaigns/sms/12');
    expect(await screen.findByText('10 of 100 messages have gone out.')).toBeVisible();
    expect(await screen.findByText('90 messages are queued: not sent yet, or on the wire.')).toBeVisible();
    await waitFor(() => expect(ScriptedStream.opened).toHaveLength(1));
    expect(ScriptedStream.last.url).toBe('/v1/campaigns/12/events');

    running(40);
    ScriptedStream.last.tell({});
    expect(await screen.findByText('40 of 100 messages have gone out.')).toBeVisible();
    expect(await screen.findByText('60 messages are queued: not sent yet, or on the wire.')).toBeVisible();

    settled();
    ScriptedStream.last.tell({ settledAt: '2026-11-23T09:05:12Z' });
    expect(ScriptedStream.last.readyState).toBe(ScriptedStream.CLOSED);
    expect(await screen.findByText('All messages went out, and what became of each is known.')).toBeVisible();
    expect(ScriptedStream.opened).toHaveLength(1);
  });

  test('many events are one question a second', async () => {
    renderApp('/campaigns/sms/12');
    await screen.findByText('10 of 100 messages have gone out.');
    await waitFor(() => expect(ScriptedStream.opened).toHaveLength(1));
    const asked = vi.fn();
    server.events.on('request:start', ({ request }) => {
      if (new URL(request.url).pathname === '/v1/campaigns/12') asked();
    });

    for (let event = 0; event < 20; event++) ScriptedStream.last.tell({});
    running(70);
    expect(await screen.findByText('70 of 100 messages have gone out.')).toBeVisible();
    // The first at once, and one for all that came meanwhile.
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
    server.events.removeAllListeners();
  });

  test.each([
    ['is refused for good', true],
    ['breaks and is taken up again by the browser', false],
  ])('the clock stands in while the stream %s', async (_, forGood) => {
    renderApp('/campaigns/sms/12');
    await screen.findByText('10 of 100 messages have gone out.');
    await waitFor(() => expect(ScriptedStream.opened).toHaveLength(1));
    ScriptedStream.last.fail({ forGood });

    running(55);
    expect(
      await screen.findByText('55 of 100 messages have gone out.', {}, { timeout: 8_000 }),
    ).toBeVisible();
    settled();
    expect(
      await screen.findByText(
        'All messages went out, and what became of each is known.',
        {},
        { timeout: 8_000 },
      ),
    ).toBeVisible();
  });

  test('a page left behind listens no longer', async () => {
    const { router } = renderApp('/campaigns/sms/12');
    await waitFor(() => expect(ScriptedStream.opened).toHaveLength(1));
    await router.navigate('/status-codes');
    await waitFor(() => expect(ScriptedStream.last.readyState).toBe(ScriptedStream.CLOSED));
  });

  test('a page in the background holds no stream, and opens one when it comes to the front', async () => {
    const hidden = vi.spyOn(document, 'hidden', 'get');
    renderApp('/campaigns/sms/12');
    await waitFor(() => expect(ScriptedStream.opened).toHaveLength(1));
    hidden.mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ScriptedStream.last.readyState).toBe(ScriptedStream.CLOSED);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ScriptedStream.opened).toHaveLength(2);
  });

  test.each([
    ['settled', {}],
    ['a draft', { status: 'draft', submittedAt: null, settledAt: null }],
  ] as const)('what is %s is not listened to', async (_, standing) => {
    campaign = aCampaign(standing);
    renderApp('/campaigns/sms/12');
    expect(await screen.findByText('Hi {name}, 20% off until Sunday.')).toBeVisible();
    expect(ScriptedStream.opened).toHaveLength(0);
  });
});
