import { DEMO, expect, expectAccessible, test } from './fixtures';

test('signing in leads to the campaigns, signing out back to the door', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill(DEMO.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('E-mail or password is wrong.');
  await expect(page.getByLabel('E-mail')).toHaveValue(DEMO.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/campaigns$/);
  await page.getByRole('link', { name: /^SMS/ }).click();
  await expect(page.getByRole('heading', { name: 'SMS Campaigns' })).toBeVisible();
});

test('a session that ends leads to sign-in and back to the same page', async ({
  signedIn: page,
  context,
}) => {
  await page.goto('/status-codes?q=absent');
  await expect(page.getByRole('heading', { name: 'Status codes' })).toBeVisible();
  await context.clearCookies();
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await page.goto('/campaigns/sms?status=draft');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(DEMO.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/campaigns\/sms\?status=draft$/);
});
