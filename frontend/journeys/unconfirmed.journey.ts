import { expect, expectAccessible, test } from './fixtures';
import { recipients } from './recipients';

test('messages in doubt are decided: some count as not sent, and to send others again is too early', async ({
  signedIn: page,
  api,
}) => {
  // The simulator takes each of these and cuts the connection before it answers; others on it would be in doubt too.
  const { id } = await api.draft(
    'Water is off on Monday',
    'Your water is off on Monday from 9 to 12.',
    recipients({ '9979': 3 }),
  );
  await api.launch(id);
  await api.submitted(id);
  await page.goto(`/campaigns/sms/${id}`);
  await expect(page.getByRole('note', { name: '3 messages are in doubt' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See and decide' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Messages in doubt' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Messages in doubt' }).getByRole('rowheader');
  await expect(rows).toHaveCount(3);
  await page.reload();
  await expect(rows).toHaveCount(3);
  await expectAccessible(page);

  await page.getByRole('checkbox', { name: /9979$/ }).first().press('Space');
  await expect(page.getByText('1 message chosen. What became of it?')).toBeVisible();
  await page.getByRole('button', { name: 'Not sent' }).press('Enter');
  const notSent = page.getByRole('dialog', { name: 'Not sent' });
  await expect(notSent).toContainText('what they cost is given back');
  await expectAccessible(page);
  await notSent.getByRole('button', { name: 'Not sent' }).press('Enter');
  await expect(page.getByText('1 message counts as not sent; its cost is given back.')).toBeVisible();
  await expect(rows).toHaveCount(2);

  await page.getByRole('checkbox', { name: 'All on this page' }).press('Space');
  const sendAgain = page.getByRole('button', { name: 'Send again' });
  await sendAgain.press('Enter');
  const again = page.getByRole('dialog', { name: 'Send again' });
  await expect(again.getByLabel(/^Reason/)).toBeFocused();
  await page.keyboard.type('The carrier says that it took none');
  await again.getByRole('button', { name: 'Send again' }).press('Enter');
  await expect(again.getByRole('alert')).toContainText(/Send again works from .* on\./);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(again).toBeHidden();
  await expect(sendAgain).toBeFocused();
  await expect(rows).toHaveCount(2);
});

test.describe('on a phone, in dark', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: 'dark' });

  test('messages in doubt are cards, and nothing is wider than the screen', async ({
    signedIn: page,
    api,
  }) => {
    const { id } = await api.named('Water is off on Monday');
    await page.goto(`/campaigns/sms/${id}/unconfirmed`);
    await expect(page.getByRole('rowheader', { name: /9979$/ }).first()).toBeVisible();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0);
    await page.getByRole('checkbox', { name: /9979$/ }).first().tap();
    await expectAccessible(page);
  });
});
