import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { campaign, draftServer, estimate, launched } from '~/test/launch-server';
import { renderApp } from '~/test/render-app';
import { problem, server, sessionAs } from '~/test/server';

let api: ReturnType<typeof draftServer>;

function given(draft = campaign()) {
  api = draftServer(draft);
  server.use(...api.handlers);
}

beforeEach(() => given());

const bodyField = () => screen.findByRole('textbox', { name: 'Message Body' });

describe('the text', () => {
  test('is counted by the API, and its pause is awaited', async () => {
    const asked: string[] = [];
    server.events.on('request:start', async ({ request }) => {
      if (request.url.endsWith('/analysis')) asked.push((await request.clone().json()).text);
    });
    const { user } = renderApp('/campaigns/sms/124/launch');
    const body = await bodyField();
    await waitFor(() => expect(body).toHaveAccessibleDescription('GSM-7 · 1 segment · 148 characters left'));

    await user.type(body, ' and goodbye');
    await waitFor(() => expect(body).toHaveAccessibleDescription('GSM-7 · 1 segment · 136 characters left'));
    expect(asked).toEqual(['Hello {name}', 'Hello {name} and goodbye']);
    expect(await screen.findByText('Saved')).toBeVisible();
  });

  test('shows the characters that force Unicode, and replaces those that can be', async () => {
    given(campaign({ body: '“Hello” 😀' }));
    const { user } = renderApp('/campaigns/sms/124/launch');
    const forcing = await screen.findByRole('group', { name: 'Characters that force Unicode' });
    expect(await bodyField()).toHaveAccessibleDescription('Unicode (UCS-2) · 1 segment · 60 characters left');
    expect(within(forcing).getByText('😀')).toBeVisible();
    expect(within(forcing).getByText(/has no replacement/)).toBeVisible();

    await user.click(within(forcing).getByRole('button', { name: 'Replace “ with "' }));
    expect(await bodyField()).toHaveValue('"Hello” 😀');
    await user.click(await screen.findByRole('button', { name: 'Replace ” with "' }));
    expect(await bodyField()).toHaveValue('"Hello" 😀');
    expect(await screen.findByText('Saved')).toBeVisible();
  });

  test('takes a variable where the cursor is', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    const body = (await bodyField()) as HTMLTextAreaElement;
    await user.type(body, '{ArrowLeft>6}', { initialSelectionStart: 12 });
    body.setSelectionRange(6, 6);
    await user.click(screen.getByRole('button', { name: 'Insert {day}' }));
    expect(body).toHaveValue('Hello {day}{name}');
    expect(body).toHaveFocus();
    expect(body.selectionStart).toBe(11);
    expect(screen.getByRole('textbox', { name: 'Default for {day}' })).toBeVisible();
    expect(await screen.findByText('Saved')).toBeVisible();
  });

  test('is shown as each recipient reads it, and says who lacks a value', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    const preview = await screen.findByRole('region', { name: 'Preview' });
    expect(await within(preview).findByText('Hello Asha')).toBeVisible();
    expect(within(preview).getByText('+919812345678')).toBeVisible();

    await user.click(within(preview).getByRole('button', { name: 'Next recipient' }));
    expect(await within(preview).findByText(/^No value for {name}/)).toBeVisible();
    expect(within(preview).getByRole('button', { name: 'Next recipient' })).toBeDisabled();
    await user.click(within(preview).getByRole('button', { name: 'Previous recipient' }));
    expect(await within(preview).findByText('Hello Asha')).toBeVisible();
  });

  test('is replaced by a template of the draft’s sender', async () => {
    const asked: string[] = [];
    server.use(
      http.get('/v1/templates', ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({
          items: [
            {
              id: 7,
              name: 'Order shipped',
              body: 'Your order is on its way.',
              senderId: 1,
              route: 'transactional',
              dltTemplateId: null,
              createdAt: '2026-11-01T10:00:00Z',
            },
          ],
          nextCursor: null,
        });
      }),
      http.post('/v1/campaigns/124/template-import', () => {
        api.change({ body: 'Your order is on its way.', templateId: 7 });
        return HttpResponse.json({
          message: 'Request Completed Successfully!',
          campaign: api.kept.campaign,
        });
      }),
    );
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.type(await bodyField(), ' typed just now');
    await user.click(screen.getByRole('button', { name: 'Templates' }));
    const dialog = await screen.findByRole('dialog', { name: 'Insert Template' });
    expect(await within(dialog).findByRole('columnheader', { name: 'Template' })).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Import' })).toBeDisabled();
    await user.click(within(dialog).getByRole('radio', { name: 'Order shipped' }));
    await user.click(within(dialog).getByRole('button', { name: 'Import' }));

    const notification = await screen.findByText('Request Completed Successfully!');
    expect(notification.closest('[role="status"]')).not.toBeNull();
    expect(await bodyField()).toHaveValue('Your order is on its way.');
    expect(asked).toEqual(['?senderId=1&limit=50']);
    expect(api.patches[0]?.body).toEqual({ body: 'Hello {name} typed just now' });
  });
});

describe('the draft', () => {
  test('saves itself, with the version that was seen', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    const name = await screen.findByRole('textbox', { name: 'Campaign Name' });
    await user.clear(name);
    await user.type(name, 'Spring offer ');
    expect(screen.getByText('Saving …')).toBeVisible();
    expect(await screen.findByText('Saved')).toBeVisible();
    expect(api.patches).toEqual([{ body: { name: 'Spring offer ' }, ifMatch: '"1"' }]);
    // The blank is still there to go on behind it, though the service trimmed it.
    expect(name).toHaveValue('Spring offer ');
  });

  test('is saved when its page is left', async () => {
    const { user, router } = renderApp('/campaigns/sms/124/launch');
    await user.type(await bodyField(), '!');
    await act(() => router.navigate('/campaigns'));
    await waitFor(() => expect(api.patches.map(({ body }) => body)).toEqual([{ body: 'Hello {name}!' }]));
  });

  test('that somebody else changed is not overwritten: theirs or mine', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await bodyField();
    api.change({ body: 'Their text' });
    await user.type(await bodyField(), '!');

    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Somebody else changed this draft meanwhile')).toBeVisible();
    expect(within(alert).getByText(/“Their text”/)).toBeVisible();
    expect(await bodyField()).toHaveValue('Hello {name}!');
    expect(api.kept.campaign.body).toBe('Their text');

    await user.click(within(alert).getByRole('button', { name: 'Use theirs' }));
    expect(await bodyField()).toHaveValue('Their text');
    await user.click(await screen.findByRole('button', { name: 'Bring back what I typed' }));
    expect(await bodyField()).toHaveValue('Hello {name}!');
    await waitFor(() => expect(api.kept.campaign.body).toBe('Hello {name}!'));
  });

  test('that somebody else changed takes mine where I want so', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await bodyField();
    api.change({ body: 'Their text' });
    await user.type(await bodyField(), '!');
    await user.click(await screen.findByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(api.kept.campaign.body).toBe('Hello {name}!'));
    expect(await screen.findByText('Saved')).toBeVisible();
  });

  test('in a conflict is not sent: Send leads to what is to be decided', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await bodyField();
    api.change({ body: 'Their text' });
    await user.type(await bodyField(), '!');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    const alert = await screen.findByRole('alert');
    await waitFor(() => expect(alert.parentElement).toHaveFocus());
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(within(alert).getByRole('button', { name: 'Use theirs' }));
  });

  test('keeps both changes where they are of different fields', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await bodyField();
    api.change({ name: 'Their name' });
    await user.type(await bodyField(), '!');
    expect(await screen.findByText('Saved, together with what somebody else changed')).toBeVisible();
    expect(api.kept.campaign).toMatchObject({ name: 'Their name', body: 'Hello {name}!' });
    expect(screen.getByRole('textbox', { name: 'Campaign Name' })).toHaveValue('Their name');
  });

  test('says at its field what is refused', async () => {
    server.use(
      http.patch(
        '/v1/campaigns/124',
        () =>
          problem(422, 'invalid-request', 'The content of the request is refused', 'Too long.', {
            errors: [{ pointer: '/body', detail: 'At most 20,000 characters.' }],
          }),
        { once: true },
      ),
    );
    const { user } = renderApp('/campaigns/sms/124/launch');
    const body = await bodyField();
    await user.type(body, '!');
    expect(await screen.findByText('Not saved')).toBeVisible();
    expect(body).toHaveAccessibleDescription(/At most 20,000 characters/);
    expect(body).toHaveValue('Hello {name}!');
    await user.type(body, '{Backspace}.');
    expect(await screen.findByText('Saved')).toBeVisible();
    expect(body).toBeValid();
  });

  test('of a replay says by which statuses its recipients were chosen, and locks what it keeps', async () => {
    given(campaign({ replayOf: 100, rootId: 100 }));
    const line = {
      status: 'submitted',
      createdAt: '2026-11-20T00:00:00Z',
      recipients: 9,
      counts: { queued: 0, sent: 0, delivered: 9, undelivered: 0, notSent: 0 },
      cost: { charged: { amount: '0', currency: 'EUR' } },
    };
    server.use(
      http.get('/v1/campaigns/124/lineage', () =>
        HttpResponse.json({
          rootId: 100,
          campaign: {
            ...line,
            id: 100,
            name: 'Spring offer',
            selection: [],
            children: [
              {
                ...line,
                id: 124,
                name: 'Again',
                selection: [{ status: 'UnDelivered', subStatuses: ['ABSENT-SUB'] }, { status: 'NotSent' }],
                children: [],
              },
            ],
          },
        }),
      ),
      http.get('/v1/sms-statuses', () =>
        HttpResponse.json({
          items: [
            {
              status: 'UnDelivered',
              label: 'UnDelivered',
              description: '',
              subStatuses: [
                { code: 'ABSENT-SUB', label: 'Subscriber Absent', description: '', retry: 'wait' },
              ],
            },
          ],
        }),
      ),
    );
    renderApp('/campaigns/sms/124/launch');
    expect(await screen.findByText(/UnDelivered \(Subscriber Absent\), NotSent/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Spring offer' })).toHaveAttribute('href', '/campaigns/sms/100');
    for (const name of ['Sender ID', 'Route', 'Sent to'])
      expect(screen.getByRole('textbox', { name })).toHaveAttribute('readonly');
    expect(screen.queryByRole('button', { name: 'Change recipients' })).toBeNull();
  });
});

describe('Send', () => {
  async function estimated() {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Send' }));
    return { user, dialog: await screen.findByRole('dialog', { name: 'Estimated Cost' }) };
  }

  test('saves first, shows the cost by country, then launches and says so', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.type(await bodyField(), '!');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    const dialog = await screen.findByRole('dialog', { name: 'Estimated Cost' });
    expect(api.kept.campaign.body).toBe('Hello {name}!');
    expect(within(dialog).getByRole('row', { name: 'India 2 2 €0.0450 €0.09' })).toBeVisible();
    expect(within(dialog).getByText('Left out: 1 opted out.')).toBeVisible();
    expect(within(dialog).getByText('€87.41')).toBeVisible();

    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    const message = await screen.findByText('Campaign Submitted Successfully! campaignid: 124');
    expect(message.closest('[role="status"]')).not.toBeNull();
    expect(screen.getByRole('link', { name: 'View the campaign' })).toHaveAttribute(
      'href',
      '/campaigns/sms/124',
    );
    expect(screen.getByRole('link', { name: 'Go to SMS Campaigns' })).toBeVisible();
  });

  test('says who is in their quiet hours and when they follow, before and after', async () => {
    const quietHours = { recipients: 1, from: '2031-11-24T03:30:00Z', allFrom: '2031-11-24T09:00:00Z' };
    const words =
      '1 of 2 is in their quiet hours now. They follow by themselves from 24 Nov 2031, 09:00, the last of them from 24 Nov 2031, 14:30 (Asia/Kolkata).';
    server.use(
      http.post('/v1/campaigns/124/cost-estimate', () => HttpResponse.json(estimate({ quietHours }))),
    );
    const { user, dialog } = await estimated();
    expect(within(dialog).getByText(words)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    await screen.findByText('Campaign Submitted Successfully! campaignid: 124');
    expect(screen.getByText(words)).toBeVisible();
  });

  test('confirmed twice is one launch', async () => {
    const { user, dialog } = await estimated();
    await user.dblClick(within(dialog).getByRole('button', { name: 'Confirm' }));
    await screen.findByText('Campaign Submitted Successfully! campaignid: 124');
    expect(api.launches).toHaveLength(1);
    expect(api.launches[0]).toMatchObject({
      body: { estimateId: 42 },
      key: expect.stringMatching(/^\w{32}$/),
    });
  });

  test('whose answer is lost is asked again under the same key', async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post('/v1/campaigns/124/launch', ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return keys.length === 1 ? HttpResponse.error() : launched();
      }),
    );
    const { user, dialog } = await estimated();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    expect(await within(dialog).findByText(/No answer yet/)).toBeVisible();
    expect(
      await screen.findByText('Campaign Submitted Successfully! campaignid: 124', {}, { timeout: 5_000 }),
    ).toBeVisible();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('of an estimate that no longer holds estimates again, says so, and has a new key', async () => {
    const keys: (string | null)[] = [];
    let estimates = 0;
    server.use(
      http.post('/v1/campaigns/124/cost-estimate', () => {
        estimates += 1;
        return HttpResponse.json(estimate({ estimateId: 41 + estimates }));
      }),
      http.post<never, { estimateId: number }>('/v1/campaigns/124/launch', async ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return (await request.json()).estimateId === 42
          ? problem(409, 'estimate-stale', 'The estimate no longer holds', 'The price for IN changed.')
          : launched();
      }),
    );
    const { user, dialog } = await estimated();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    expect(await screen.findByText('The price for IN changed. This is the cost as it is now.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await screen.findByText('Campaign Submitted Successfully! campaignid: 124');
    expect(keys).toHaveLength(2);
    expect(keys[0]).not.toBe(keys[1]);
  });

  test('without enough credits says what is missing, before and at the launch', async () => {
    server.use(
      http.post('/v1/campaigns/124/launch', () =>
        problem(402, 'insufficient-credits', 'The credits do not suffice', 'Too few.', {
          shortfall: { amount: '4.9100', currency: 'EUR' },
        }),
      ),
    );
    const { user, dialog } = await estimated();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    expect(await within(dialog).findByText('€4.91 are missing')).toBeVisible();
    expect(within(dialog).getByRole('button', { name: 'Confirm' })).toBeDisabled();

    server.use(
      http.post('/v1/campaigns/124/cost-estimate', () =>
        HttpResponse.json(
          estimate({
            credits: {
              available: { amount: '0.0500', currency: 'EUR' },
              after: { amount: '-0.0400', currency: 'EUR' },
              sufficient: false,
              shortfall: { amount: '0.0400', currency: 'EUR' },
            },
          }),
        ),
      ),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Estimate again' }));
    expect(await screen.findByText('€0.04 are missing')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Confirm' })).toBeDisabled();
    expect(screen.getByText('-€0.04')).toBeVisible();
  });

  test.each([
    [
      'invalid-body',
      { detail: 'At offset 6: A { without its }; write {{ for a brace.', offset: 6 },
      'Message Body',
      /^A { without its }; write {{ for a brace\. It is here: “Hello {name}”/,
    ],
    [
      'unknown-variable',
      { detail: 'The body uses {nam}.', variables: ['nam'] },
      'Message Body',
      /The body uses {nam}\. Insert one that there is/,
    ],
    [
      'text-too-long',
      {
        detail: 'The text is longer than 10 segments for 1 recipients.',
        count: 1,
        recipients: [{ id: 1, recipient: '+919812345678', segments: 11 }],
      },
      'Message Body',
      /longer than 10 segments.*\+919812345678\. Shorten it/,
    ],
    [
      'missing-variable',
      {
        detail: 'Some.',
        count: 9,
        recipients: [{ id: 1, recipient: '+919812345678', variable: 'name' }],
      },
      'Default for {name}',
      /9 recipients have no value for it: \+919812345678 and 8 more\. Give it a default/,
    ],
    [
      'unpriced-country',
      { detail: 'None.', countries: [{ country: 'FR', recipients: 3, reason: 'no-price' }] },
      'Sent to',
      /Nothing can be sent to France \(3 recipients\): the route has no price for it/,
    ],
    [
      'no-recipients',
      { detail: 'The campaign has no recipients yet.', skipped: [] },
      'Sent to',
      /no recipients yet/,
    ],
  ])('refused by %s says so at the field that caused it', async (slug, more, field, words) => {
    server.use(
      http.post('/v1/campaigns/124/cost-estimate', () => problem(422, slug, 'Refused', more.detail, more)),
    );
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Send' }));
    const input = await screen.findByRole('textbox', { name: field });
    await waitFor(() => expect(input).toBeInvalid());
    expect(input).toHaveAccessibleDescription(words);
    expect(input).toHaveFocus();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('Schedule', () => {
  async function fillIn(user: ReturnType<typeof renderApp>['user'], wall: string) {
    const field = screen.getByLabelText('Date and time');
    await user.clear(field);
    await user.type(field, wall);
    await user.click(screen.getByRole('button', { name: 'Continue' }));
  }

  function refusesTheTime(what: 'cost-estimate' | 'launch') {
    server.use(
      http.post(`/v1/campaigns/124/${what}`, () =>
        problem(422, 'invalid-send-at', 'The time to send at is refused', 'Too far.', {
          earliest: '2026-11-23T09:20:13Z',
          latest: '2027-02-23T09:05:12Z',
          errors: [{ pointer: '/sendAt', detail: 'Too far.' }],
        }),
      ),
    );
  }

  const isToChooseAnother = () =>
    waitFor(() =>
      expect(screen.getByLabelText('Date and time')).toHaveAccessibleDescription(
        /Choose a time from 23 Nov 2026, 14:51 to 23 Feb 2027, 14:35/,
      ),
    );

  test('sends at the time of the account’s zone', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    expect(screen.getByLabelText('Date and time')).toHaveAccessibleDescription(/^In Asia\/Kolkata/);
    await fillIn(user, '2099-11-24T09:00');
    const dialog = await screen.findByRole('dialog', { name: 'Estimated Cost' });
    expect(within(dialog).getByText('24 Nov 2099, 09:00')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    await screen.findByText('Campaign Submitted Successfully! campaignid: 124');
    expect(api.launches[0]?.body).toEqual({ estimateId: 42, sendAt: '2099-11-24T09:00:00+05:30' });
  });

  test('shows at its field what the API refuses, in the account’s zone, and keeps the time', async () => {
    refusesTheTime('launch');
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    await fillIn(user, '2099-11-24T09:00');
    await user.click(await screen.findByRole('button', { name: 'Confirm' }));
    await isToChooseAnother();
    expect(screen.getByLabelText('Date and time')).toHaveValue('2099-11-24T09:00');
  });

  test('of a later time says who will be in their quiet hours then', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.post('/v1/campaigns/124/cost-estimate', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('sendAt'));
        const from = '2098-11-25T03:30:00Z';
        return HttpResponse.json(estimate({ quietHours: { recipients: 2, from, allFrom: from } }));
      }),
    );
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    await fillIn(user, '2098-11-24T21:30');
    expect(await screen.findByText(/^2 of 2 will be in their quiet hours then\./)).toBeVisible();
    expect(asked).toEqual(['2098-11-24T21:30:00+05:30']);
  });

  test('of a time that is refused by then leads back to choosing one', async () => {
    refusesTheTime('cost-estimate');
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    await fillIn(user, '2099-11-24T09:00');
    await isToChooseAnother();
  });

  test('of a time that passed, or of none, is refused without asking', async () => {
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Schedule' }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(screen.getByLabelText('Date and time')).toHaveAccessibleDescription(/Choose a date and a time/);
    await fillIn(user, '2020-01-01T09:00');
    expect(screen.getByLabelText('Date and time')).toHaveAccessibleDescription(/This time has passed/);
  });
});

describe('a campaign that is no draft any more', () => {
  test('says so and links to its page', async () => {
    given(campaign({ name: 'Spring offer', status: 'submitted' }));
    renderApp('/campaigns/sms/124/launch');
    expect(await screen.findByText('“Spring offer” was submitted')).toBeVisible();
    expect(screen.getByRole('link', { name: 'View the campaign' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();
  });

  test('that is scheduled can be moved, and made a draft again', async () => {
    given(campaign({ status: 'scheduled', scheduledAt: '2099-11-24T03:30:00Z' }));
    const moved: unknown[] = [];
    server.use(
      http.post('/v1/campaigns/124/reschedule', async ({ request }) => {
        moved.push(await request.json());
        api.change({ scheduledAt: '2099-11-25T04:30:00Z' });
        return HttpResponse.json(api.kept.campaign);
      }),
      http.post('/v1/campaigns/124/unschedule', () => {
        api.change({ status: 'draft', scheduledAt: null });
        return HttpResponse.json(api.kept.campaign);
      }),
    );
    const { user } = renderApp('/campaigns/sms/124/launch');
    await user.click(await screen.findByRole('button', { name: 'Reschedule' }));
    const dialog = await screen.findByRole('dialog', { name: 'Reschedule' });
    const field = within(dialog).getByLabelText('Date and time');
    expect(field).toHaveValue('2099-11-24T09:00');
    await user.clear(field);
    await user.type(field, '2099-11-25T10:00');
    await user.click(within(dialog).getByRole('button', { name: 'Reschedule' }));
    expect(await screen.findByText('25 Nov 2099, 10:00')).toBeVisible();
    expect(moved).toEqual([{ sendAt: '2099-11-25T10:00:00+05:30' }]);

    await user.click(screen.getByRole('button', { name: 'Unschedule' }));
    expect(await bodyField()).toBeVisible();
  });
});

describe('for those who may only look', () => {
  beforeEach(() => server.use(sessionAs('viewer')));

  test('the draft can be read, says why not changed, and has nothing that sends', async () => {
    renderApp('/campaigns/sms/124/launch');
    expect(await bodyField()).toHaveAttribute('readonly');
    expect(screen.getByRole('textbox', { name: 'Campaign Name' })).toHaveAttribute('readonly');
    expect(
      screen.getByText('Your role may look at this draft, but neither change nor send it.'),
    ).toBeVisible();
    for (const name of ['Send', 'Schedule', 'Templates', 'Change recipients'])
      expect(screen.queryByRole('button', { name }), name).toBeNull();
  });

  test('a scheduled campaign cannot be moved', async () => {
    given(campaign({ status: 'scheduled', scheduledAt: '2026-11-26T14:00:00Z' }));
    renderApp('/campaigns/sms/124/launch');
    expect(await screen.findByRole('link', { name: 'View the campaign' })).toBeVisible();
    for (const name of ['Reschedule', 'Unschedule'])
      expect(screen.queryByRole('button', { name }), name).toBeNull();
  });

  test('the campaign leads to its draft to be seen', async () => {
    renderApp('/campaigns/sms/124');
    expect(await screen.findByRole('link', { name: 'See it on Launch Campaigns' })).toBeVisible();
  });
});
