import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { campaign, draftServer, estimate } from '~/test/launch-server';
import { renderApp } from '~/test/render-app';
import { problem, server, session, sessionAs } from '~/test/server';

let api: ReturnType<typeof draftServer>;

function given(more: Parameters<typeof campaign>[0] = {}) {
  api = draftServer(campaign(more));
  server.use(...api.handlers);
}

beforeEach(() => given());

const fold = () => screen.findByRole('button', { name: /^Delivery options/ });

async function unfolded() {
  const { user } = renderApp('/campaigns/sms/124/launch');
  await user.click(await fold());
  return { user, sendBefore: screen.getByLabelText('Send before'), rate: screen.getByLabelText('Rate') };
}

/** As a browser does it: all at once, when the last part is filled in. */
const choose = (field: HTMLElement, wall: string) => fireEvent.change(field, { target: { value: wall } });

describe('delivery options', () => {
  test('are folded, and say in words what holds', async () => {
    given({ rate: 200, sendBefore: '2031-11-24T14:30:00Z' });
    const { user } = renderApp('/campaigns/sms/124/launch');
    expect(await fold()).toHaveAccessibleName(
      'Delivery options to be sent before 24 Nov 2031, 20:00, at most 200 segments per second',
    );
    expect(screen.getByLabelText('Send before')).not.toBeVisible();
    await user.click(await fold());
    expect(await fold()).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByLabelText('Send before')).toHaveValue('2031-11-24T20:00');
    expect(screen.getByLabelText('Rate')).toHaveValue('200');
  });

  test('save themselves: the deadline in the account’s zone, the rate as a number', async () => {
    const { user, sendBefore, rate } = await unfolded();
    choose(sendBefore, '2031-11-24T20:00');
    await user.type(rate, '50');
    await waitFor(() =>
      expect(api.kept.campaign).toMatchObject({ sendBefore: '2031-11-24T14:30:00Z', rate: 50 }),
    );
    expect(await screen.findByText('Saved')).toBeVisible();
    expect(sendBefore).toHaveValue('2031-11-24T20:00');

    choose(sendBefore, '');
    await user.clear(rate);
    await waitFor(() => expect(api.kept.campaign).toMatchObject({ sendBefore: null, rate: null }));
  });

  test('ask which is meant where clocks show the time twice', async () => {
    server.use(
      http.get('/v1/session', () =>
        HttpResponse.json({ ...session, account: { ...session.account, zone: 'Europe/Rome' } }),
      ),
    );
    const { user, sendBefore } = await unfolded();
    choose(sendBefore, '2031-10-26T02:30');
    expect(
      await screen.findByRole('radio', { name: 'Before clocks are put back (UTC+02:00)' }),
    ).toBeChecked();
    await waitFor(() => expect(api.kept.campaign.sendBefore).toBe('2031-10-26T00:30:00Z'));
    await user.click(screen.getByRole('radio', { name: 'After clocks are put back (UTC+01:00)' }));
    await waitFor(() => expect(api.kept.campaign.sendBefore).toBe('2031-10-26T01:30:00Z'));
  });

  test('of a draft whose deadline has passed meanwhile are unfolded, and it is not sent', async () => {
    given({ sendBefore: '2020-01-01T00:00:00Z' });
    const { user } = renderApp('/campaigns/sms/124/launch');
    const field = await screen.findByLabelText('Send before');
    expect(field).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveAccessibleDescription(/This time has passed/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('that are no number are not saved, and lead back to the field', async () => {
    const { user, rate } = await unfolded();
    await user.type(rate, 'fast');
    expect(rate).toHaveAccessibleDescription(/Write a whole number/);
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(rate).toHaveFocus());
    expect(api.patches).toEqual([]);
    expect(rate).toHaveValue('fast');
  });

  test('that the API refuses say why at the field', async () => {
    const refusal = 'A rate is 1 to 100,000 segments per second; null or none is unlimited.';
    server.use(
      http.patch(
        '/v1/campaigns/124',
        () =>
          problem(422, 'invalid-request', 'The content of the request is refused', refusal, {
            errors: [{ pointer: '/rate', detail: refusal }],
          }),
        { once: true },
      ),
    );
    const { user, rate } = await unfolded();
    await user.type(rate, '0');
    await waitFor(() => expect(rate).toHaveAccessibleDescription(new RegExp(refusal)));
    expect(rate).toHaveValue('0');
    expect(screen.queryByRole('alert')).toBeNull();
    await user.type(rate, '{Backspace}10');
    await waitFor(() => expect(api.kept.campaign.rate).toBe(10));
    expect(rate).toBeValid();
  });

  test('are only to look at for a viewer', async () => {
    server.use(sessionAs('viewer'));
    const { sendBefore, rate } = await unfolded();
    expect(sendBefore).toHaveAttribute('readonly');
    expect(rate).toHaveAttribute('readonly');
  });
});

describe('before it is sent', () => {
  async function estimated(segments = 2) {
    server.use(http.post('/v1/campaigns/124/cost-estimate', () => HttpResponse.json(estimate({ segments }))));
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Send' }));
    return { user, dialog: await screen.findByRole('dialog', { name: 'Estimated Cost' }) };
  }

  test('the pop-up says how long it takes and until when it goes out', async () => {
    given({ rate: 10, sendBefore: '2031-11-24T14:30:00Z' });
    const { dialog } = await estimated(30_000);
    expect(
      within(dialog).getByText('At most 10 segments per second, which takes about 50 minutes.'),
    ).toBeVisible();
    expect(within(dialog).getByText('24 Nov 2031, 20:00').parentElement).toHaveTextContent(
      'What has not gone out by 24 Nov 2031, 20:00 (Asia/Kolkata) is not sent and not charged.',
    );
    expect(within(dialog).queryByText(/not all of it goes out/)).toBeNull();
  });

  test('a launch that would begin too late leads to the deadline', async () => {
    given({ sendBefore: '2031-11-24T14:30:00Z' });
    server.use(
      http.post('/v1/campaigns/124/launch', () =>
        problem(422, 'invalid-send-before', 'The campaign would end before it begins', 'sendBefore is …', {
          errors: [{ pointer: '/sendBefore', detail: 'sendBefore is …' }],
        }),
      ),
    );
    const { user, dialog } = await estimated();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    const field = await screen.findByLabelText('Send before');
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveAccessibleDescription(/Sending would begin on .*, and nobody would be sent to/);
    choose(field, '2031-11-25T20:00');
    await waitFor(() => expect(field).toBeValid());
    await waitFor(() => expect(api.kept.campaign.sendBefore).toBe('2031-11-25T14:30:00Z'));
  });

  test('a schedule behind the deadline is refused before it is asked for', async () => {
    given({ sendBefore: '2031-11-24T14:30:00Z' });
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    const field = await screen.findByLabelText('Date and time');
    choose(field, '2031-11-24T20:00');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(field).toHaveAccessibleDescription(/It is to be sent before 24 Nov 2031, 20:00/);
  });
});
