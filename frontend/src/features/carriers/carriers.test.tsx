import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { renderApp } from '~/test/render-app';
import { problem, server } from '~/test/server';

const smpp: Schemas['Carrier'] = {
  id: 1,
  name: 'smpp',
  kind: 'smpp',
  active: true,
  state: 'up',
  rate: 200,
  window: 200,
  inFlight: 37,
  circuit: 'closed',
  binds: [
    { index: 0, kind: 'transceiver', state: 'bound', since: '2026-11-23T09:00:01Z', lastError: null },
    {
      index: 1,
      kind: 'transceiver',
      state: 'waiting',
      since: '2026-11-23T09:04:50Z',
      lastError: 'bind refused: ESME_RINVPASWD (0x0E): password is wrong',
    },
  ],
};

function given(...items: Schemas['Carrier'][]) {
  server.use(http.get('/v1/carriers', () => HttpResponse.json({ items })));
}

test('each carrier says in words how it stands, and each of its connections', async () => {
  given(smpp);
  renderApp('/carriers');
  const carrier = await screen.findByRole('region', { name: 'smpp' });
  expect(within(carrier).getByText('Takes messages')).toBeVisible();
  expect(
    within(carrier).getByText('SMPP, 37 of 200 on the wire, at most 200 segments a second.'),
  ).toBeVisible();
  expect(within(carrier).getByRole('row', { name: /^1, transceiver Up / })).toBeVisible();
  expect(
    within(carrier).getByRole('row', { name: /^2, transceiver Down, will try again .*password is wrong$/ }),
  ).toBeVisible();
});

test('one that failed in a row says that it is left alone', async () => {
  given({ ...smpp, state: 'away', circuit: 'open' });
  renderApp('/carriers');
  expect(await screen.findByText('Away')).toBeVisible();
  expect(screen.getByText('Left alone after failures in a row')).toBeVisible();
});

test('without any it says what to do', async () => {
  given();
  renderApp('/carriers');
  expect(await screen.findByText('No carrier yet')).toBeVisible();
  expect(screen.getByText('REPLAY_SMPP_HOST')).toBeVisible();
});

test('a refusal is told with a way to try again', async () => {
  server.use(
    http.get('/v1/carriers', () => problem(500, 'internal-error', 'Something went wrong', 'Incident 1.')),
  );
  renderApp('/carriers');
  expect(await screen.findByText('Something went wrong')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
});
