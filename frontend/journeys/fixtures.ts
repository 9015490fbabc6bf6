import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { ReplayApi } from './replay-api';

export { expect };

export const DEMO = { email: 'demo@example.com', password: 'replay-demo' };

/** Signs the page's browser in without the form, which has a journey of its own. */
export async function signIn(page: Page, who = DEMO): Promise<void> {
  const answer = await page.request.post('/v1/session', { data: who });
  expect(answer.status()).toBe(201);
}

export const test = base.extend<{ api: ReplayApi; signedIn: Page }>({
  api: async ({ playwright, baseURL }, use) => {
    await use(await ReplayApi.of(playwright, baseURL ?? ''));
  },
  signedIn: async ({ page }, use) => {
    await signIn(page);
    await use(page);
  },
});

/** What axe finds on the page as it stands: nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
}

/** A picture of the page for the README; the same journey makes it anew each time. */
export async function picture(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url));
  if (process.env.JOURNEYS_PICTURES) await page.screenshot({ path, animations: 'disabled' });
}
