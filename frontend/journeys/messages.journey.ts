import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, picture, test } from './fixtures';

test('from a figure of the campaign to its messages, narrowed, paged and downloaded', async ({
  signedIn: page,
  api,
}) => {
  const { id } = await api.named('Promemoria visite');
  await page.goto(`/campaigns/sms/${id}`);
  await page.getByRole('link', { name: /messages: UnDelivered$/ }).click();
  await expect(page).toHaveURL(new RegExp(`/campaigns/sms/${id}/messages\\?status=UnDelivered$`));
  const rows = page.getByRole('table', { name: 'Messages' }).getByRole('row');
  await expect(rows).toHaveCount(51);
  const first = await rows.nth(1).getByRole('cell').first().textContent();
  await picture(page, 'messages');

  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows.nth(1).getByRole('cell').first()).not.toHaveText(first ?? '');
  await page.reload();
  await expect(rows.nth(1).getByRole('cell').first()).not.toHaveText(first ?? '');
  await page.goBack();
  await expect(rows.nth(1).getByRole('cell').first()).toHaveText(first ?? '');

  await page.getByLabel('Sub-status').selectOption({ label: 'Subscriber Absent (40)' });
  await expect(page).toHaveURL(/\?status=UnDelivered&subStatus=ABSENT-SUB$/);
  await expect(rows).toHaveCount(41);
  await rows.nth(1).getByText('Subscriber Absent').hover();
  await expect(page.getByRole('tooltip')).toContainText('The subscriber could not be reached');
  await expectAccessible(page);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`campaign-${id}-messages.csv`);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines[0]).toMatch(/^id,recipient,country,status,subStatus,/);
  expect(lines.slice(1)).toHaveLength(40);
  for (const line of lines.slice(1)) expect(line).toContain(',UnDelivered,ABSENT-SUB,');
});

test('a number is found, and what is no number is said at the field', async ({ signedIn: page, api }) => {
  const { id } = await api.named('Promemoria visite');
  await page.goto(`/campaigns/sms/${id}/messages`);
  const number = page.getByRole('searchbox', { name: 'Number' });
  await number.fill('my number');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(number).toHaveAccessibleDescription(/^Enter 3 to 15 digits/);
  await expect(number).toHaveValue('my number');
  await expectAccessible(page);

  await number.fill('+39 347 0400006');
  await number.press('Enter');
  await expect(page).toHaveURL(/\?q=%2B393470400006$/);
  await expect(page.getByRole('row', { name: /^\+393470400006/ })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);

  await number.fill('999999');
  await number.press('Enter');
  await expect(page.getByText('No message matches')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show all messages' }).click();
  await expect(page.getByRole('row')).toHaveCount(51);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('messages are cards, and nothing is wider than the screen', async ({ signedIn: page, api }) => {
    const { id } = await api.named('Promemoria visite');
    const card = page.getByRole('list', { name: 'Messages' }).getByRole('listitem').first();
    for (const [path, filled] of [
      [`/campaigns/sms/${id}`, page.getByRole('row', { name: /^Subscriber Absent/ })],
      [`/campaigns/sms/${id}/messages?status=UnDelivered`, card],
    ] as const) {
      await page.goto(path);
      await expect(filled).toBeVisible();
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide).toBe(0);
      await expectAccessible(page);
    }
    await expect(card).toContainText('Recipient+');
    await expect(card).toContainText('The carrier said');
  });
});
