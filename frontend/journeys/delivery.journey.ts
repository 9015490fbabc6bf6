import { expect, expectAccessible, test } from './fixtures';
import type { ReplayApi } from './replay-api';

const HOUR = 3_600_000;

/** The clock of the demo account, and of its recipients in Italy, so many hours from now. */
function inRome(hours: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Rome', ...options }).format(
    Date.now() + hours * HOUR,
  );
}

const clock = (hours: number) => inRome(hours, { hour: '2-digit', minute: '2-digit' });

/** The account is everybody's: whatever this journey came to, the next one begins without quiet hours. */
const noQuietHours = (api: ReplayApi) => api.put('/v1/quiet-hours', { items: [] });

test.beforeEach(({ api }) => noQuietHours(api));
test.afterEach(({ api }) => noQuietHours(api));

test('who is in their quiet hours waits, is told of before, and follows when these end', async ({
  signedIn: page,
  api,
}) => {
  await page.goto('/campaigns');
  await page.getByRole('link', { name: 'Quiet hours' }).click();
  await expect(page.getByText('No quiet hours yet')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Add a country' }).click();
  const hours = page.getByRole('dialog', { name: 'Hours of a country' });
  await hours.getByLabel('Country').selectOption('Italy');
  // Read once: a minute may begin before they are saved.
  const [from, until] = [clock(-1), clock(2)];
  await hours.getByLabel('Quiet from').fill(from);
  await hours.getByLabel('Until').fill(until);
  await expect(hours.getByText(/^3 hours, /)).toBeVisible();
  await expectAccessible(page);
  await hours.getByRole('button', { name: 'Save' }).click();
  const italy = page.getByRole('listitem').filter({ hasText: 'Italy' });
  await expect(italy).toContainText(`${from} to ${until}`);
  await expectAccessible(page);

  const { id } = await api.draft(
    'While Italy sleeps',
    'Good morning',
    'recipient\n+393470500000\n+393470500001\n+919840050000\n',
  );
  await page.goto(`/campaigns/sms/${id}/launch`);
  const options = page.getByRole('button', { name: /^Delivery options/ });
  await expect(options).toHaveAccessibleName(/no deadline, no limit to the rate$/);
  await options.click();
  const day = inRome(48, { year: 'numeric', month: '2-digit', day: '2-digit' })
    .split('/')
    .reverse()
    .join('-');
  await page.getByLabel('Send before').fill(`${day}T20:00`);
  await page.getByLabel('Rate').fill('0');
  await expect(page.getByText(/^A rate is 1 to 100,000 segments per second/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Rate').fill('100');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(options).toHaveAccessibleName(/to be sent before .*, 20:00, at most 100 segments per second$/);

  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const cost = page.getByRole('dialog', { name: 'Estimated Cost' });
  const waiting =
    /^2 of 3 are in their quiet hours now\. They follow by themselves from \d\d:\d\d (today|tomorrow) /;
  await expect(cost.getByText(waiting)).toBeVisible();
  await expect(
    cost.getByText('At most 100 segments per second, which takes less than a minute.'),
  ).toBeVisible();
  await expect(cost.getByText(/^What has not gone out by .* is not sent and not charged\.$/)).toBeVisible();
  await expectAccessible(page);
  await cost.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText(waiting)).toBeVisible();
  await page.getByRole('link', { name: 'View the campaign' }).click();

  await expect(page.getByText(/^Waiting for the end of the quiet hours/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('1 of 3 messages have gone out.')).toBeVisible();
  const facts = page.getByRole('region', { name: 'The campaign' });
  await expect(facts.getByText('at most 100 segments per second')).toBeVisible();
  await expect(facts.getByText(/, 20:00$/)).toBeVisible();

  await page.getByRole('link', { name: 'Quiet hours' }).click();
  await page.getByRole('button', { name: 'Remove the hours of Italy' }).click();
  const remove = page.getByRole('dialog', { name: 'Remove the hours of Italy' });
  await expect(remove.getByText(/are then written to at any hour/)).toBeVisible();
  await remove.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No quiet hours yet')).toBeVisible();
  await page.goto(`/campaigns/sms/${id}`);
  await expect(page.getByText('All messages went out, and what became of each is known.')).toBeVisible({
    timeout: 60_000,
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('carriers, quiet hours and alerts are not wider than the screen', async ({ signedIn: page, api }) => {
    await api.put('/v1/quiet-hours', {
      items: [
        { country: null, from: '21:00', to: '08:00' },
        { country: 'AE', from: null, to: null },
      ],
    });
    for (const [path, filled] of [
      ['/carriers', page.getByRole('table', { name: /^Connections of/ })],
      ['/quiet-hours', page.getByText('United Arab Emirates')],
      ['/alerts', page.getByRole('heading', { level: 1, name: 'Alerts' })],
    ] as const) {
      await page.goto(path);
      await expect(filled).toBeVisible();
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide).toBe(0);
      await expectAccessible(page);
    }
  });
});
