import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { campaign, draftServer } from '~/test/launch-server';
import { renderApp } from '~/test/render-app';
import { problem, server } from '~/test/server';

const result: Schemas['RecipientImport'] = {
  received: 205,
  accepted: 3,
  suppressed: 1,
  duplicates: 1,
  rejected: 201,
  rejections: [{ line: 4, value: '12345', reason: 'No country has a calling code with which it begins.' }],
};

let made: unknown[];
let uploads: { search: string; body: string; type: string | null }[];

beforeEach(() => {
  made = [];
  uploads = [];
  server.use(
    ...draftServer(campaign({ body: '' })).handlers,
    http.post('/v1/campaigns', async ({ request }) => {
      made.push(await request.json());
      return HttpResponse.json(campaign({ body: '' }), { status: 201, headers: { ETag: '"1"' } });
    }),
    http.put('/v1/campaigns/124/recipients', async ({ request }) => {
      uploads.push({
        search: new URL(request.url).search,
        body: await request.text(),
        type: request.headers.get('Content-Type'),
      });
      return HttpResponse.json(result);
    }),
  );
});

const paste = async (user: ReturnType<typeof renderApp>['user'], text: string) => {
  await user.click(await screen.findByRole('textbox', { name: 'Or paste numbers' }));
  await user.paste(text);
  await user.click(screen.getByRole('button', { name: 'Use pasted numbers' }));
};

test('pasted numbers make the draft, and every refused line is shown with its reason', async () => {
  const { user } = renderApp('/campaigns/sms/new');
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Sender ID' }), 'OTHER');
  expect(screen.getByRole('textbox', { name: 'Route' })).toHaveValue('promotional');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Country of national numbers' }), 'India');
  expect(made).toEqual([]);
  await paste(user, '9812345678\n12345');

  expect(await screen.findByText('3 of 205 lines were taken')).toBeVisible();
  expect(made).toEqual([{ senderId: 2, body: '' }]);
  expect(uploads).toMatchObject([{ search: '?defaultRegion=IN', body: '9812345678\n12345' }]);
  expect(uploads[0]?.type).toMatch(/^text\/csv/);
  const refused = screen.getByRole('region', { name: 'Refused lines' });
  expect(
    within(refused).getByRole('row', {
      name: '4 12345 No country has a calling code with which it begins.',
    }),
  ).toBeVisible();
  expect(screen.getByText(/These are the first 1 of 201/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Download all refused lines' })).toHaveAttribute(
    'href',
    '/v1/campaigns/124/rejections.csv',
  );

  await user.click(screen.getByRole('link', { name: 'Continue' }));
  expect(await screen.findByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
});

test('a file that cannot be read says why, and the next try goes to the same draft', async () => {
  server.use(
    http.put(
      '/v1/campaigns/124/recipients',
      () =>
        problem(
          422,
          'invalid-recipients',
          'The list of recipients cannot be read',
          'The file is not in UTF-8: byte 0xE9 in line 3.',
        ),
      { once: true },
    ),
  );
  const { user } = renderApp('/campaigns/sms/new');
  await user.upload(
    await screen.findByLabelText('CSV file'),
    new File(['recipient\n+919812345678'], 'people.csv', { type: 'text/csv' }),
  );
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByText('The file is not in UTF-8: byte 0xE9 in line 3.')).toBeVisible();

  await user.click(within(alert).getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('3 of 205 lines were taken')).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(made).toHaveLength(1);
});

test('an upload can be stopped', async () => {
  let arrived = false;
  server.use(
    http.put('/v1/campaigns/124/recipients', async () => {
      arrived = true;
      return new Promise<never>(() => {});
    }),
  );
  const { user } = renderApp('/campaigns/sms/new');
  await paste(user, '+919812345678');
  await waitFor(() => expect(arrived).toBe(true));
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  expect(await screen.findByText(/The upload was stopped/)).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});
