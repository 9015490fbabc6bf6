import type { Page, Route } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

/** The backend answers 503 to everything, as it does while it starts or its database is away. */
const unavailable = (route: Route) =>
  route.fulfill({
    status: 503,
    headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({
      type: '/problems/unavailable',
      title: 'The service cannot answer right now',
      status: 503,
      detail: 'Try again in a moment.',
      instance: '/v1',
    }),
  });

const lost = (route: Route) => route.abort('connectionrefused');

for (const { trouble, answer, words } of [
  { trouble: '503', answer: unavailable, words: /^Replay cannot answer right now\. It is asked again/ },
  { trouble: 'no answer at all', answer: lost, words: /^Replay cannot be reached\. It is tried again/ },
])
  test(`${trouble} is said in a banner, on the way from page to page, and heals without a reload`, async ({
    signedIn: page,
    api,
  }) => {
    const { id } = await api.named('Promemoria visite');
    await page.goto('/campaigns/sms');
    const row = page.getByRole('link', { name: 'Promemoria visite', exact: true });
    await expect(row).toBeVisible();
    const loaded = await loadedAt(page);

    await page.route('**/v1/**', answer);
    await row.click();
    const banner = page.getByRole('status').getByText(words);
    await expect(banner).toBeVisible();
    await expectAccessible(page);

    await page.unroute('**/v1/**', answer);
    await expect(
      page.getByRole('heading', { level: 1, name: 'Promemoria visite', exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('row', { name: /^Subscriber Absent/ })).toBeVisible();
    await expect(banner).toBeHidden();
    await expect(page).toHaveURL(new RegExp(`/campaigns/sms/${id}$`));
    expect(await loadedAt(page)).toBe(loaded);
  });

/** When the document came: another one has another time. */
function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}
