import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { aBreakdown, aCampaign } from '~/test/campaigns';
import { renderApp } from '~/test/render-app';
import { problem, server, sessionAs } from '~/test/server';

type Message = Schemas['UnconfirmedMessage'];

const PATH = '/campaigns/sms/12/unconfirmed';
const ASHA = '+919812349978';
const RAVI = '+919812359979';

function aMessage(id: number, recipient: string): Message {
  return {
    id,
    recipient,
    country: 'IN',
    segments: 1,
    segmentsDelivered: 0,
    price: { amount: '0.0188', currency: 'EUR' },
    since: '2026-11-20T09:05:42Z',
    sendAgainFrom: '2026-11-20T09:15:42Z',
  };
}

let inDoubt: Message[];
let nextCursor: string | null;
let asked: { body: Schemas['Resolve']; key: string | null }[];

beforeEach(() => {
  inDoubt = [aMessage(17, ASHA), aMessage(18, RAVI)];
  nextCursor = null;
  asked = [];
  server.use(
    http.get('/v1/campaigns/12', () => HttpResponse.json(aCampaign())),
    http.get('/v1/campaigns/12/status-breakdown', () =>
      HttpResponse.json(
        aBreakdown({ Delivered: { DELIVRD: 80 }, Sent: { 'SUBMIT-UNCONFIRMED': inDoubt.length } }),
      ),
    ),
    http.get('/v1/campaigns/12/unconfirmed', () => HttpResponse.json({ items: inDoubt, nextCursor })),
  );
});

/** Takes the decision out of doubt, or refuses it as told. */
function decides(refusals: (() => Response)[] = []) {
  server.use(
    http.post<never, Schemas['Resolve']>('/v1/campaigns/12/unconfirmed/resolve', async ({ request }) => {
      const body = await request.json();
      asked.push({ body, key: request.headers.get('Idempotency-Key') });
      const refusal = refusals.shift();
      if (refusal) return refusal();
      const { ids } = body;
      const meant = inDoubt.filter(({ id }) => !ids || ids.includes(id)).length;
      inDoubt = inDoubt.filter(({ id }) => ids && !ids.includes(id));
      return HttpResponse.json({
        campaignId: 12,
        as: body.as,
        resolved: meant,
        passedOver: (ids?.length ?? meant) - meant,
        status: 'submitted',
      } satisfies Schemas['Resolved']);
    }),
  );
}

const opened = async () => {
  const app = renderApp(PATH);
  await screen.findByRole('table', { name: 'Messages in doubt' });
  return app;
};
test('the campaign says how many are in doubt and leads to them', async () => {
  server.use(
    http.get('/v1/campaigns/12/lineage', () => HttpResponse.json({}, { status: 404 })),
    http.get('/v1/sender-ids', () => HttpResponse.json({ items: [], nextCursor: null })),
  );
  const { user } = renderApp('/campaigns/sms/12');
  const note = await screen.findByRole('note', { name: '2 messages are in doubt' });
  await user.click(within(note).getByRole('link', { name: 'See and decide' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Messages in doubt' })).toBeVisible();
  expect(await screen.findByRole('rowheader', { name: ASHA })).toBeVisible();
});

describe('the list', () => {
  test('tells who, since when, and from when on it may be sent again', async () => {
    await opened();
    const row = screen.getByRole('row', { name: new RegExp(`\\${ASHA}`) });
    expect(row).toHaveTextContent(/India.*20 Nov 2026, 14:35.*20 Nov 2026, 14:45.*1.*€0\.0188/);
  });

  test('that is empty says so and leads back', async () => {
    inDoubt = [];
    renderApp(PATH);
    expect(await screen.findByText('No message is in doubt')).toBeVisible();
    expect(screen.getByRole('link', { name: 'View the campaign' })).toHaveAttribute(
      'href',
      '/campaigns/sms/12',
    );
  });

  test('that cannot be had is a problem to try again', async () => {
    server.use(
      http.get(
        '/v1/campaigns/12/unconfirmed',
        () => problem(500, 'internal-error', 'It broke', 'It was logged.'),
        {
          once: true,
        },
      ),
    );
    const { user } = renderApp(PATH);
    await user.click(within(await screen.findByRole('alert')).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('rowheader', { name: ASHA })).toBeVisible();
  });
});

describe('a decision', () => {
  test('is taken of those that are chosen, and says what it did', async () => {
    decides();
    const { user } = await opened();
    expect(screen.getByRole('button', { name: 'Not sent' })).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: RAVI }));
    expect(screen.getByText('1 message chosen. What became of it?')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Not sent' }));
    const dialog = await screen.findByRole('dialog', { name: 'Not sent' });
    expect(within(dialog).getByText(/what they cost is given back/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Not sent' }));

    expect(await screen.findByText('1 message counts as not sent; its cost is given back.')).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual([{ as: 'not-sent', ids: [18] }]);
    await waitFor(() => expect(screen.queryByRole('rowheader', { name: RAVI })).toBeNull());
    expect(screen.getByRole('rowheader', { name: ASHA })).toBeVisible();
  });

  test('is taken of all pages without naming them', async () => {
    decides();
    nextCursor = 'Mh8';
    const { user } = await opened();
    await user.click(await screen.findByRole('checkbox', { name: 'All 2 messages in doubt, on every page' }));
    expect(screen.getByRole('checkbox', { name: ASHA })).toBeChecked();
    nextCursor = null;
    await user.click(screen.getByRole('button', { name: 'Sent' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sent' });
    await user.type(within(dialog).getByLabelText('Reason'), 'The carrier has them');
    await user.click(within(dialog).getByRole('button', { name: 'Sent' }));
    expect(await screen.findByText('No message is in doubt')).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual([{ as: 'sent', reason: 'The carrier has them' }]);
  });

  test('to send again asks for a reason before it is asked for', async () => {
    decides();
    const { user } = await opened();
    await user.click(screen.getByRole('checkbox', { name: 'All on this page' }));
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    const dialog = await screen.findByRole('dialog', { name: 'Send again' });
    expect(within(dialog).getByText(/gets it twice/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    const reason = within(dialog).getByLabelText(/^Reason/);
    expect(reason).toHaveAccessibleDescription(/Sending again asks for a reason\./);
    expect(asked).toEqual([]);
    await user.type(reason, 'It took none');
    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    expect(await screen.findByText('2 messages are sent again.')).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual([
      { as: 'send-again', ids: [17, 18], reason: 'It took none' },
    ]);
  });

  test('to send again too early says from when on it works, keeps the reason, and is a new request then', async () => {
    decides([
      () =>
        problem(
          409,
          'too-early-to-send-again',
          'It may still be on its way',
          'The last came into doubt just now.',
          {
            from: '2026-11-20T09:15:42Z',
          },
        ),
    ]);
    const { user } = await opened();
    await user.click(screen.getByRole('checkbox', { name: ASHA }));
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    const dialog = await screen.findByRole('dialog', { name: 'Send again' });
    await user.type(within(dialog).getByLabelText(/^Reason/), 'It took none');
    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /Send again works from 20 Nov 2026, 14:45 on/,
    );
    expect(within(dialog).getByLabelText(/^Reason/)).toHaveValue('It took none');

    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    expect(await screen.findByText('1 message is sent again.')).toBeVisible();
    expect(asked[1]?.key).not.toBe(asked[0]?.key);
  });

  test('whose answer was lost is asked again with the same key', async () => {
    decides([() => HttpResponse.error()]);
    const { user } = await opened();
    await user.click(screen.getByRole('checkbox', { name: ASHA }));
    await user.click(screen.getByRole('button', { name: 'Sent' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sent' });
    await user.click(within(dialog).getByRole('button', { name: 'Sent' }));
    expect(await within(dialog).findByText('Replay cannot be reached')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Sent' }));
    expect(await screen.findByText('1 message counts as sent.')).toBeVisible();
    expect(asked[1]?.key).toBe(asked[0]?.key);
  });

  test.each<[Schemas['Role'], string[], RegExp]>([
    ['viewer', ['Sent', 'Not sent', 'Send again'], /^Your role may look, but not decide/],
    ['sender', ['Send again'], /To send again, your role must be approver/],
  ])('that the role %s does not allow is greyed out, and it says why', async (role, greyed, why) => {
    server.use(sessionAs(role));
    const { user } = await opened();
    await user.click(screen.getByRole('checkbox', { name: ASHA }));
    for (const name of ['Sent', 'Not sent', 'Send again']) {
      const button = screen.getByRole<HTMLButtonElement>('button', { name });
      expect(button.disabled, name).toBe(greyed.includes(name));
      expect(button).toHaveAccessibleDescription(why);
    }
  });
});
