import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Schemas } from '~/api/client';
import { aBreakdown, aCampaign } from '~/test/campaigns';
import { renderApp } from '~/test/render-app';
import { problem, server } from '~/test/server';

const absent: Schemas['Message'] = {
  id: 17,
  recipient: '+919812345661',
  country: 'IN',
  status: 'UnDelivered',
  subStatus: 'ABSENT-SUB',
  segments: 2,
  price: { amount: '0.0140', currency: 'EUR' },
  carrier: 'smpp',
  carrierMessageIds: ['4F2A91C0', '4F2A91C1'],
  submittedAt: '2026-11-20T09:05:12Z',
  finalAt: '2026-11-20T09:07:19Z',
  raw: { stat: 'UNDELIV', err: '027' },
};
const queued: Schemas['Message'] = {
  ...absent,
  id: 18,
  recipient: '+393470400006',
  country: 'IT',
  status: 'queued',
  subStatus: null,
  segments: 0,
  price: null,
  carrier: null,
  carrierMessageIds: [],
  submittedAt: null,
  finalAt: null,
  raw: null,
};

let asked: URLSearchParams;
let answer: (query: URLSearchParams) => Schemas['MessagePage'];

beforeEach(() => {
  answer = () => ({ items: [absent, queued], nextCursor: null });
  server.use(
    http.get('/v1/campaigns/12', () => HttpResponse.json(aCampaign())),
    http.get('/v1/campaigns/12/status-breakdown', () => HttpResponse.json(aBreakdown(undefined, 1))),
    http.get('/v1/campaigns/12/messages', ({ request }) => {
      asked = new URL(request.url).searchParams;
      return HttpResponse.json(answer(asked));
    }),
  );
});

const cellsOf = async (name: RegExp) =>
  within(await screen.findByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent);

describe('the messages', () => {
  test('tell of each recipient what became of it, in words and as the carrier said it', async () => {
    renderApp('/campaigns/sms/12/messages');
    expect(await cellsOf(/^\+919812345661/)).toEqual([
      '+919812345661',
      'India',
      'UnDelivered',
      'Subscriber Absent',
      '2',
      '€0.0140',
      '4F2A91C04F2A91C1',
      '20 Nov 2026, 14:35',
      '20 Nov 2026, 14:37',
      'UNDELIVerr 027',
    ]);
    expect(await cellsOf(/^\+393470400006/)).toEqual([
      '+393470400006',
      'Italy',
      'Queued',
      ...Array.from({ length: 7 }, () => '–'),
    ]);
    expect(screen.getByRole('link', { name: 'Spring offer' })).toHaveAttribute('href', '/campaigns/sms/12');
  });

  test('describe a sub-status on focus', async () => {
    const { user } = renderApp('/campaigns/sms/12/messages');
    const words = within(await screen.findByRole('table')).getByText('Subscriber Absent');
    while (document.activeElement !== words) await user.tab();
    expect(await screen.findByRole('tooltip')).toHaveTextContent('The subscriber could not be reached.');
  });

  test('are cards on a phone, without what is not known yet', async () => {
    const mediaQuery = (media: string) =>
      ({
        matches: media.includes('max-width'),
        media,
        addEventListener() {},
        removeEventListener() {},
      }) as never;
    vi.spyOn(globalThis, 'matchMedia').mockImplementation(mediaQuery);
    renderApp('/campaigns/sms/12/messages');
    const cards = within(await screen.findByRole('list', { name: 'Messages' })).getAllByRole('listitem');
    expect(cards).toHaveLength(2);
    expect(cards[0]).toHaveTextContent('Sub-statusSubscriber Absent');
    expect(cards[1]).not.toHaveTextContent('Sub-status');
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('filters lie in the address', () => {
  test('a status, then a sub-status of it', async () => {
    const { user, router } = renderApp('/campaigns/sms/12/messages?cursor=Mg');
    const status = await screen.findByRole('combobox', { name: 'Status' });
    await user.selectOptions(status, 'UnDelivered (12)');
    expect(router.state.location.search).toBe('?status=UnDelivered');
    await waitFor(() => expect(asked.toString()).toBe('status=UnDelivered'));
    expect(await screen.findByText('12 messages')).toBeVisible();

    const subStatus = screen.getByRole('combobox', { name: 'Sub-status' });
    expect(
      within(subStatus)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['All', 'Subscriber Absent (8)', 'Expired (4)']);
    await user.selectOptions(subStatus, 'Expired (4)');
    expect(router.state.location.search).toBe('?status=UnDelivered&subStatus=EXPIRED');
    await waitFor(() => expect(asked.toString()).toBe('status=UnDelivered&subStatus=EXPIRED'));
    expect(await screen.findByText('4 messages')).toBeVisible();

    await user.selectOptions(status, 'Delivered (80)');
    expect(router.state.location.search).toBe('?status=Delivered');
  });

  test('a sub-status alone brings its status with it', async () => {
    const { user, router } = renderApp('/campaigns/sms/12/messages');
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Sub-status' }),
      'Invalid Number (3)',
    );
    expect(router.state.location.search).toBe('?status=NotSent&subStatus=INV-NUMBER');
    expect(screen.getByRole('combobox', { name: 'Status' })).toHaveDisplayValue('NotSent (3)');
  });

  test('a link opens with them, in any spelling of the status', async () => {
    renderApp('/campaigns/sms/12/messages?status=undelivered&subStatus=ABSENT-SUB&q=%2B9198');
    expect(await screen.findByRole('combobox', { name: 'Status' })).toHaveDisplayValue('UnDelivered (12)');
    expect(screen.getByRole('combobox', { name: 'Sub-status' })).toHaveDisplayValue('Subscriber Absent (8)');
    expect(screen.getByRole('searchbox', { name: 'Number' })).toHaveValue('+9198');
    await waitFor(() => expect(Object.fromEntries(asked)).toMatchObject({ q: '+9198' }));
  });

  test('a number is searched for as it is written, and cleared with the rest', async () => {
    const { user, router } = renderApp('/campaigns/sms/12/messages?status=UnDelivered');
    await user.type(await screen.findByRole('searchbox', { name: 'Number' }), '+91 98123-45661{Enter}');
    expect(router.state.location.search).toBe('?status=UnDelivered&q=%2B919812345661');
    await waitFor(() => expect(asked.get('q')).toBe('+919812345661'));

    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(router.state.location.search).toBe('');
    expect(screen.getByRole('searchbox', { name: 'Number' })).toHaveValue('');
  });

  test('what is no number is said at the field, without asking, and stays there', async () => {
    const { user, router } = renderApp('/campaigns/sms/12/messages');
    const number = await screen.findByRole('searchbox', { name: 'Number' });
    await user.type(number, '12{Enter}');
    expect(number).toHaveAccessibleDescription(/^Enter 3 to 15 digits/);
    expect(number).toHaveValue('12');
    expect(router.state.location.search).toBe('');
  });

  test('a number that the API refuses is said at the field too', async () => {
    server.use(
      http.get('/v1/campaigns/12/messages', () =>
        problem(
          400,
          'invalid-parameter',
          'A parameter has a value that is not allowed',
          'q searches numbers.',
          {
            parameter: 'q',
          },
        ),
      ),
    );
    renderApp('/campaigns/sms/12/messages?q=ab');
    await waitFor(async () =>
      expect(await screen.findByRole('searchbox', { name: 'Number' })).toHaveAccessibleDescription(
        /^Enter 3 to 15 digits/,
      ),
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('the download has the same', async () => {
    renderApp('/campaigns/sms/12/messages?status=UnDelivered&subStatus=ABSENT-SUB&q=661');
    expect(await screen.findByRole('link', { name: 'Download CSV' })).toHaveAttribute(
      'href',
      '/v1/campaigns/12/messages.csv?status=UnDelivered&subStatus=ABSENT-SUB',
    );
    expect(
      await screen.findByText('Those of 8 messages whose number matches; Download CSV holds all of them.'),
    ).toBeVisible();
  });
});

test('pages lie in the address too, and lead on and back', async () => {
  answer = (query) =>
    query.get('cursor') === 'MTcf'
      ? { items: [queued], nextCursor: null }
      : { items: [absent], nextCursor: 'MTcf' };
  const { user, router } = renderApp('/campaigns/sms/12/messages?status=UnDelivered');
  await user.click(await screen.findByRole('link', { name: 'Next page' }));
  expect(await screen.findByRole('row', { name: /^\+393470400006/ })).toBeVisible();
  expect(router.state.location.search).toBe('?status=UnDelivered&cursor=MTcf');

  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  expect(await screen.findByRole('row', { name: /^\+919812345661/ })).toBeVisible();
  expect(router.state.location.search).toBe('?status=UnDelivered');
});

describe('other faces', () => {
  test('nothing matches', async () => {
    answer = (query) => ({ items: query.get('q') ? [] : [absent], nextCursor: null });
    const { user } = renderApp('/campaigns/sms/12/messages?q=999999');
    expect(await screen.findByText('No message matches')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Show all messages' }));
    expect(await screen.findByRole('row', { name: /^\+919812345661/ })).toBeVisible();
  });

  test('a campaign without recipients says what to do first', async () => {
    server.use(http.get('/v1/campaigns/12/status-breakdown', () => HttpResponse.json(aBreakdown({}, 0))));
    renderApp('/campaigns/sms/12/messages');
    expect(await screen.findByText('There are no messages yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Continue to Launch Campaigns' })).toHaveAttribute(
      'href',
      '/campaigns/sms/12/launch',
    );
  });

  test('an error says what is wrong, and Retry mends it', async () => {
    let mended = false;
    server.use(
      http.get('/v1/campaigns/12/messages', () =>
        mended
          ? HttpResponse.json(answer(new URLSearchParams()))
          : problem(500, 'internal-error', 'Something went wrong', 'It was logged.'),
      ),
    );
    const { user } = renderApp('/campaigns/sms/12/messages');
    expect(await screen.findByText('It was logged.')).toBeVisible();
    mended = true;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('row', { name: /^\+919812345661/ })).toBeVisible();
  });

  test('there is no such campaign', async () => {
    for (const path of ['', '/status-breakdown', '/messages'])
      server.use(
        http.get(`/v1/campaigns/12${path}`, () =>
          problem(404, 'not-found', 'There is no such thing here', 'There is no campaign 12.'),
        ),
      );
    renderApp('/campaigns/sms/12/messages');
    expect(await screen.findByText('There is no campaign 12.')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Download CSV' })).toBeNull();
  });
});
