import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Schemas } from '~/api/client';
import { renderApp } from '~/test/render-app';
import { problem, server } from '~/test/server';

const catalogue: Schemas['SmsStatuses'] = {
  items: [
    {
      status: 'UnDelivered',
      label: 'UnDelivered',
      description: 'The operator could not deliver it.',
      subStatuses: [
        { code: 'ABSENT-SUB', label: 'Subscriber Absent', description: 'Out of coverage.', retry: 'wait' },
        { code: 'INV-NUMBER', label: 'Invalid Number', description: 'Says the operator.', retry: 'never' },
      ],
    },
    {
      status: 'NotSent',
      label: 'NotSent',
      description: 'It costs nothing.',
      subStatuses: [
        { code: 'INV-NUMBER', label: 'Invalid Number', description: 'Nothing was sent.', retry: 'never' },
        { code: 'NO-CREDITS', label: 'Insufficient Credits', description: 'Top up.', retry: 'fix-first' },
      ],
    },
  ],
};

beforeEach(() => {
  server.use(http.get('/v1/sms-statuses', () => HttpResponse.json(catalogue)));
});

const codes = (table: HTMLElement) =>
  within(table)
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

describe('the status codes', () => {
  test('are told by status, with their words and whether another try can help', async () => {
    renderApp('/status-codes');
    const table = await screen.findByRole('table', { name: 'Codes of UnDelivered' });
    expect(codes(table)).toEqual(['ABSENT-SUB', 'INV-NUMBER']);
    const absent = within(table).getByRole('row', { name: /ABSENT-SUB/ });
    expect(within(absent).getByText('Subscriber Absent')).toBeVisible();
    expect(within(absent).getByText('Out of coverage.')).toBeVisible();
    expect(within(absent).getByText('Later may help')).toBeVisible();
    expect(screen.getByText('The operator could not deliver it.')).toBeVisible();
  });

  test('are searched in all their words, which lie in the address', async () => {
    const { user, router } = renderApp('/status-codes');
    await screen.findByRole('table', { name: 'Codes of NotSent' });
    await user.type(screen.getByRole('searchbox', { name: 'Search the codes' }), 'invalid notsent{Enter}');
    await waitFor(() => expect(screen.queryByRole('table', { name: 'Codes of UnDelivered' })).toBeNull());
    expect(codes(screen.getByRole('table', { name: 'Codes of NotSent' }))).toEqual(['INV-NUMBER']);
    expect(router.state.location.search).toBe('?q=invalid+notsent');
  });

  test('say that none matches, and come all again', async () => {
    const { user } = renderApp('/status-codes?q=zebra');
    await user.click(await screen.findByRole('button', { name: 'Show all codes' }));
    expect(await screen.findAllByRole('table')).toHaveLength(2);
  });

  test.each([
    ['its status too', '#NotSent/INV-NUMBER', ['NotSent/INV-NUMBER']],
    ['its code alone', '#NO-CREDITS', ['NotSent/NO-CREDITS']],
  ])('are shown where a link names one by %s', async (_, hash, named) => {
    const shown = vi.spyOn(Element.prototype, 'scrollIntoView');
    renderApp(`/status-codes${hash}`);
    await screen.findByRole('table', { name: 'Codes of NotSent' });
    expect(
      screen
        .getAllByRole('row')
        .filter(({ dataset }) => dataset.named)
        .map(({ id }) => id),
    ).toEqual(named);
    expect(shown.mock.instances.map((row) => (row as unknown as Element).id)).toContain(named[0]);
    expect(screen.getByRole('link', { name: 'NO-CREDITS' })).toHaveAttribute(
      'href',
      '/status-codes#NotSent/NO-CREDITS',
    );
  });

  test('that cannot be had are a problem to try again', async () => {
    server.use(
      http.get('/v1/sms-statuses', () =>
        problem(500, 'internal-error', 'Something went wrong on our side', 'It was logged.'),
      ),
    );
    renderApp('/status-codes');
    expect(await screen.findByText('It was logged.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });
});
