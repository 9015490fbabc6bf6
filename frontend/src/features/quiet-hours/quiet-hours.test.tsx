import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderApp } from '~/test/render-app';
import { problem, server, sessionAs } from '~/test/server';
import type { Hours } from './hours';

const everywhere: Hours = { country: null, from: '21:00', to: '08:00' };
const india: Hours = { country: 'IN', from: '21:00', to: '09:00' };
const emirates: Hours = { country: 'AE', from: null, to: null };

let kept: Hours[];
let puts: Hours[][];

beforeEach(() => {
  kept = [everywhere, emirates, india];
  puts = [];
  server.use(
    http.get('/v1/quiet-hours', () => HttpResponse.json({ items: kept })),
    http.put<never, { items: Hours[] }>('/v1/quiet-hours', async ({ request }) => {
      kept = (await request.json()).items;
      puts.push(kept);
      return HttpResponse.json({ items: kept });
    }),
  );
});

const lines = async () =>
  within(await screen.findByRole('list', { name: 'Quiet hours' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent?.replace(/(Change|Remove|Set hours)+$/, ''));

describe('quiet hours', () => {
  test('are those of all countries, and of those that differ, by name', async () => {
    renderApp('/quiet-hours');
    expect(await lines()).toEqual([
      'All countries but those below21:00 to 08:00 the next day',
      'India21:00 to 09:00 the next day',
      'United Arab EmiratesWritten to at any hour',
    ]);
    expect(screen.getByText(/go by the recipient’s own clock/)).toBeVisible();
    expect(screen.getByText(/goes out by itself once they end/)).toBeVisible();
  });

  test('are reached from every page', async () => {
    const { user } = renderApp('/campaigns');
    await user.click(await screen.findByRole('link', { name: 'Quiet hours' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Quiet hours' })).toBeVisible();
  });

  test('where there are none, say so and what to do first', async () => {
    kept = [];
    const { user } = renderApp('/quiet-hours');
    expect(await screen.findByText('No quiet hours yet')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Set hours for all countries' }));
    const dialog = await screen.findByRole('dialog', { name: 'Quiet hours of all countries' });
    expect(within(dialog).getByText(/^11 hours, past midnight/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await lines()).toEqual(['All countries21:00 to 08:00 the next day']);
    expect(puts).toEqual([[everywhere]]);
  });

  test('that cannot be read are a problem to try again', async () => {
    server.use(
      http.get('/v1/quiet-hours', () =>
        problem(500, 'internal-error', 'Something went wrong', 'Incident 1.'),
      ),
    );
    renderApp('/quiet-hours');
    expect(await screen.findByText('Something went wrong')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  test.each(['viewer', 'sender', 'approver'] as const)('are only to look at for a %s', async (role) => {
    server.use(sessionAs(role));
    renderApp('/quiet-hours');
    expect(await lines()).toHaveLength(3);
    expect(screen.getByText(/an administrator of your account changes them/)).toBeVisible();
    expect(within(screen.getByRole('main')).queryAllByRole('button')).toEqual([]);
  });
});

describe('a change', () => {
  test('of a country keeps what somebody else changed meanwhile', async () => {
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Change the hours of India' }));
    const dialog = await screen.findByRole('dialog', { name: 'Quiet hours of India' });
    const germany = { country: 'DE', from: '20:00', to: '09:00' };
    kept = [...kept, germany];
    const until = within(dialog).getByLabelText('Until');
    await user.clear(until);
    await user.type(until, '10:30');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(puts).toEqual([[everywhere, emirates, { ...india, to: '10:30' }, germany]]);
    expect(await lines()).toContain('India21:00 to 10:30 the next day');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Change the hours of India' })).toHaveFocus(),
    );
  });

  test('adds a country, which may be written to at any hour', async () => {
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Add a country' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hours of a country' });
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    const country = within(dialog).getByRole('combobox', { name: 'Country' });
    expect(country).toHaveAccessibleDescription('Choose a country.');
    // One country has one span.
    expect(within(country).queryByRole('option', { name: 'India' })).toBeNull();

    await user.selectOptions(country, 'Italy');
    await user.click(within(dialog).getByRole('checkbox', { name: /^No quiet hours/ }));
    expect(within(dialog).queryByLabelText('Quiet from')).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(puts).toEqual([[everywhere, emirates, india, { country: 'IT', from: null, to: null }]]),
    );
  });

  test('without a time is not asked for', async () => {
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Change the hours of all countries' }));
    const from = await screen.findByLabelText('Quiet from');
    await user.clear(from);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(from).toHaveAccessibleDescription('Choose a time.');
    expect(puts).toEqual([]);
  });

  test('that is refused says why at the field, and nothing typed is lost', async () => {
    const twice = 'Quiet hours begin and end at two times; both null stand for none in that country.';
    server.use(
      http.put('/v1/quiet-hours', () =>
        problem(422, 'invalid-request', 'The content of the request is refused', twice, {
          errors: [{ pointer: '/items/2/to', detail: twice }],
        }),
      ),
    );
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Change the hours of India' }));
    const until = await screen.findByLabelText('Until');
    await user.clear(until);
    await user.type(until, '21:00');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(until).toHaveAccessibleDescription(twice));
    expect(until).toHaveValue('21:00');
    expect(screen.queryByRole('alert')).toBeNull();
    await user.clear(until);
    expect(until).not.toHaveAccessibleDescription(twice);
  });

  test('that is refused for another reason says so in the pop-up', async () => {
    server.use(
      http.put('/v1/quiet-hours', () =>
        problem(403, 'forbidden', 'Your role does not allow this', 'It needs the role admin.'),
      ),
    );
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Change the hours of India' }));
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    const dialog = screen.getByRole('dialog', { name: 'Quiet hours of India' });
    expect(await within(dialog).findByText('It needs the role admin.')).toBeVisible();
  });

  test('removes a country, having said what holds then', async () => {
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Remove the hours of India' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove the hours of India' });
    expect(
      within(dialog).getByText(
        'Then it is quiet there as in all other countries, from 21:00 to 08:00 the next day.',
      ),
    ).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(puts).toEqual([[everywhere, emirates]]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await lines()).toHaveLength(2);
  });

  test('that leaves recipients without quiet hours says that they are written to at night', async () => {
    kept = [everywhere];
    const { user } = renderApp('/quiet-hours');
    await user.click(await screen.findByRole('button', { name: 'Remove the hours of all countries' }));
    expect(
      await screen.findByText(/^Recipients are then written to at any hour, at night too/),
    ).toBeVisible();
  });
});
