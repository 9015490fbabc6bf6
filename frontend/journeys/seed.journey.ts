import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { DEMO, expect, expectAccessible, picture, signIn, test } from './fixtures';
import { ReplayApi } from './replay-api';

const PRESENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const SUBMITTED = /^Campaign Submitted Successfully! campaignid: (\d+)/;

/** What the message of the last step names. */
async function campaignId(message: Locator): Promise<number> {
  return Number(SUBMITTED.exec((await message.textContent()) ?? '')?.[1]);
}

async function wider(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const { on, viewport, colorScheme, touch, pictures } of [
  {
    on: 'a desk, in light',
    viewport: { width: 1280, height: 860 },
    colorScheme: 'light',
    touch: false,
    pictures: true,
  },
  {
    on: 'a phone, in dark',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    touch: true,
    pictures: false,
  },
] as const)
  test.describe(`on ${on}`, () => {
    test.use({ viewport, colorScheme, hasTouch: touch });

    test('a campaign is replayed to those it missed, from sign-in to the last message', async ({
      page,
      api,
    }) => {
      const press = (target: Locator) => (touch ? target.tap() : target.click());
      await page.goto('/');
      await page.getByLabel('E-mail').fill(DEMO.email);
      await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
      await press(page.getByRole('button', { name: 'Sign in' }));
      await press(page.getByRole('link', { name: 'SMS', exact: true }));
      await expect(page.getByRole('heading', { name: 'SMS Campaigns' })).toBeVisible();

      const dots = page.getByRole('button', { name: 'Actions for Spring collection launch' });
      await expect(dots).toBeVisible();
      expect(await wider(page)).toBe(0);
      await expectAccessible(page);
      if (pictures) await picture(page, 'campaigns');
      await press(dots);
      await press(page.getByRole('menuitem', { name: 'Replay Campaign' }));

      const popUp = page.getByRole('dialog', { name: 'Replay Campaign' });
      await expect(popUp.getByText('Selected campaign')).toBeVisible();
      await expect(popUp.getByText('Spring collection launch')).toBeVisible();
      const statuses = popUp.getByRole('treeitem', { level: 1 });
      await expect(statuses).toHaveCount(4);
      for (const [place, status] of ['Delivered', 'UnDelivered', 'NotSent', 'Sent'].entries())
        await expect(statuses.nth(place)).toHaveAccessibleName(status);
      await press(popUp.getByRole('button', { name: 'Expand UnDelivered' }));
      const absent = popUp.getByRole('treeitem', { name: /ABSENT-SUB/ });
      await press(absent);
      await expect(absent).toHaveAttribute('aria-checked', 'true');
      await expect(popUp.getByRole('treeitem', { name: 'UnDelivered' })).toHaveAttribute(
        'aria-checked',
        'mixed',
      );
      await press(popUp.getByRole('treeitem', { name: 'NotSent' }));
      const about = popUp.getByRole('button', { name: 'About ABSENT-SUB' });
      if (touch) await about.tap();
      else await about.hover();
      await expect(popUp.getByRole('tooltip').filter({ visible: true })).toContainText(
        'could not be reached',
      );
      await expectAccessible(page);
      const targets = popUp.locator('dt', { hasText: 'Targets' }).locator('xpath=following-sibling::dd');
      await expect(targets).toHaveText(/^[1-9][\d,]*$/);
      await expect(popUp.getByRole('status').filter({ hasText: 'targets' })).toContainText('segments');
      const chosen = Number((await targets.textContent())?.replaceAll(',', ''));
      if (pictures) {
        await popUp.getByText('Selected campaign').hover();
        await picture(page, 'replay');
      }
      await press(popUp.getByRole('button', { name: 'Continue' }));

      await expect(page.getByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
      await expect(page.getByLabel('Campaign Name')).toHaveValue(PRESENT);
      await expect(page.getByRole('textbox', { name: 'Sender ID' })).toHaveAttribute('readonly');
      await expect(page.getByRole('textbox', { name: 'Route' })).toHaveAttribute('readonly');
      // Those of an earlier journey's recipients who answer STOP meanwhile are left out.
      const draft = await api.campaign(Number(/sms\/(\d+)\/launch/.exec(page.url())?.[1]));
      expect(draft.recipients).toBeGreaterThan(chosen * 0.98);
      expect(draft.recipients).toBeLessThanOrEqual(chosen);
      await expect(page.getByLabel('Sent to')).toHaveValue(
        `${draft.recipients.toLocaleString('en-GB')} recipients`,
      );
      const body = page.getByLabel('Message Body');
      await expect(body).toHaveValue(/^Spring is here: 20% off everything/);
      expect(await wider(page)).toBe(0);
      await expectAccessible(page);

      await press(page.getByRole('button', { name: 'Templates' }));
      const templates = page.getByRole('dialog', { name: 'Insert Template' });
      await expect(templates.getByRole('columnheader', { name: 'Template' })).toBeVisible();
      await templates.getByRole('radio').first().check();
      await expectAccessible(page);
      await press(templates.getByRole('button', { name: 'Import' }));
      await expect(page.getByText('Request Completed Successfully!')).toBeVisible();
      await expect(body).not.toHaveValue(/^Spring is here/);
      await body.fill('Our spring sale goes on: 25% off until Sunday. Nordlys');
      await expect(page.getByRole('region', { name: 'Preview' })).toContainText('25% off until Sunday');
      await expect(page.getByText(/^GSM-7 · 1 segment · /)).toBeVisible();
      await expect(page.getByText('Saved', { exact: true })).toBeVisible();
      if (pictures) await picture(page, 'launch');

      await press(page.getByRole('button', { name: 'Send', exact: true }));
      const cost = page.getByRole('dialog', { name: 'Estimated Cost' });
      await expect(cost.getByRole('region', { name: 'Cost by country' })).toBeVisible();
      await expectAccessible(page);
      if (pictures) await picture(page, 'cost');
      await press(cost.getByRole('button', { name: 'Confirm' }));
      const done = page.getByRole('status').filter({ hasText: SUBMITTED });
      await expect(done).toBeVisible();
      const id = await campaignId(done);
      await press(page.getByRole('link', { name: 'View the campaign' }));
      await expect(page).toHaveURL(new RegExp(`/campaigns/sms/${id}$`));
      const replay = await api.campaign(id);
      expect(replay.recipients).toBe(draft.recipients);
      expect(replay.body).toBe('Our spring sale goes on: 25% off until Sunday. Nordlys');
      expect(replay.replayOf).toBe((await api.named('Spring collection launch')).id);
    });
  });

/** Presses Tab until the target has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${target}`);
}

test('the same by keyboard alone', async ({ page, api }) => {
  const keys = page.keyboard;
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel('E-mail'));
  await keys.type(DEMO.email);
  await tabTo(page, page.getByRole('textbox', { name: 'Password' }));
  await keys.type(DEMO.password);
  await keys.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'SMS', exact: true }));
  await keys.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Actions for Promemoria visite', exact: true }));
  await keys.press('Enter');
  const item = page.getByRole('menuitem', { name: 'Replay Campaign' });
  await expect(item).toBeVisible();
  for (let presses = 0; presses < 10; presses++) {
    if (await item.evaluate((element) => element === document.activeElement)) break;
    await keys.press('ArrowDown');
  }
  await expect(item).toBeFocused();
  await keys.press('Enter');

  const popUp = page.getByRole('dialog', { name: 'Replay Campaign' });
  const tree = popUp.getByRole('tree');
  await tabTo(page, tree.getByRole('treeitem', { name: 'Delivered', exact: true }));
  await keys.press('ArrowDown');
  await expect(tree.getByRole('treeitem', { name: 'UnDelivered' })).toBeFocused();
  await keys.press('ArrowRight');
  await expect(tree.getByRole('treeitem', { name: 'UnDelivered' })).toHaveAttribute('aria-expanded', 'true');
  await keys.press('ArrowRight');
  const first = tree.getByRole('treeitem', { level: 2 }).first();
  await expect(first).toBeFocused();
  await expect(popUp.getByRole('tooltip').filter({ visible: true })).toBeVisible();
  await keys.press('Space');
  await expect(first).toHaveAttribute('aria-checked', 'true');
  await keys.press('End');
  await expect(tree.getByRole('treeitem', { name: 'Sent', exact: true })).toBeFocused();
  await expect(popUp.getByRole('status').filter({ hasText: 'targets' })).toContainText('segments');
  await tabTo(page, popUp.getByRole('button', { name: 'Continue' }));
  await keys.press('Enter');

  await expect(page.getByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Templates' }));
  await keys.press('Enter');
  const templates = page.getByRole('dialog', { name: 'Insert Template' });
  await tabTo(page, templates.getByRole('radio').first());
  await keys.press('Space');
  await tabTo(page, templates.getByRole('button', { name: 'Import' }));
  await keys.press('Enter');
  await expect(page.getByText('Request Completed Successfully!')).toBeVisible();
  await tabTo(page, page.getByLabel('Message Body'));
  await keys.press('Control+A');
  await keys.type('Ricordi la visita di domani. CasaMed');
  await tabTo(page, page.getByRole('button', { name: 'Send', exact: true }));
  await keys.press('Enter');
  const cost = page.getByRole('dialog', { name: 'Estimated Cost' });
  await tabTo(page, cost.getByRole('button', { name: 'Confirm' }));
  await keys.press('Enter');
  const done = page.getByRole('status').filter({ hasText: SUBMITTED });
  await expect(done).toBeVisible();
  expect((await api.campaign(await campaignId(done))).body).toBe('Ricordi la visita di domani. CasaMed');
});

for (const { name, reason } of [
  { name: 'Parcels of this morning', reason: /It can be replayed from / },
  { name: 'Winter sale, last call', reason: /It could be replayed until / },
])
  test(`in the listing Replay Campaign is greyed out on “${name}” and says why`, async ({
    signedIn: page,
  }) => {
    await page.goto('/campaigns/sms');
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    const item = page.getByRole('menuitem', { name: 'Replay Campaign' });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toHaveAccessibleDescription(reason);
    await item.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectAccessible(page);
  });

test('Back and Continue with the same choice return to the same draft', async ({ signedIn: page, api }) => {
  const { id } = await api.named('Promemoria visite');
  await page.goto(`/campaigns/sms/${id}?replay=${id}`);
  const popUp = page.getByRole('dialog', { name: 'Replay Campaign' });
  await popUp.getByRole('treeitem', { name: 'NotSent' }).click();
  await popUp.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
  const draft = new URL(page.url()).pathname;
  await page.goBack();
  await expect(popUp.getByRole('treeitem', { name: 'NotSent' })).toHaveAttribute('aria-checked', 'true');
  await popUp.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(draft);
});

test('where the credits do not suffice it says how much is missing, and nothing can be confirmed', async ({
  page,
  playwright,
  baseURL,
  api,
}) => {
  const admin = { email: `poor-${Date.now()}@example.com`, password: 'a long enough secret' };
  await api.post('/v1/accounts', {
    name: 'No money yet',
    currency: 'EUR',
    zone: 'Europe/Rome',
    adminEmail: admin.email,
    adminPassword: admin.password,
  });
  await signIn(page, admin);
  const { secret } = (await (
    await page.request.post('/v1/api-keys', { data: { name: 'journey', role: 'admin' } })
  ).json()) as { secret: string };
  const poor = await ReplayApi.of(playwright, baseURL ?? '', secret);
  await poor.post('/v1/sender-ids', { sender: 'POOR', route: 'transactional', countries: [] });
  await poor.put('/v1/prices/transactional/IN', { unitPrice: '0.0450' });
  const draft = await poor.draft('Too dear', 'Hello', 'recipient\n+919812345600\n+919812345601\n');
  await page.goto(`/campaigns/sms/${draft.id}/launch`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const cost = page.getByRole('dialog', { name: 'Estimated Cost' });
  await expect(cost.getByRole('alert')).toContainText('€0.09');
  await expect(cost.getByRole('alert')).toContainText('missing');
  await expect(cost.getByRole('button', { name: 'Confirm' })).toBeDisabled();
  await expectAccessible(page);
});

test('a campaign is scheduled, and its schedule withdrawn', async ({ signedIn: page, api }) => {
  // Of this attempt: a second one finds the first one's campaign too.
  const name = `For tomorrow ${randomUUID()}`;
  const draft = await api.draft(name, 'See you tomorrow', 'recipient\n+393470400000\n+393470400001\n');
  await page.goto(`/campaigns/sms/${draft.id}/launch`);
  await page.getByRole('button', { name: 'Schedule' }).click();
  const when = page.getByRole('dialog', { name: 'Schedule' });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await when.getByLabel('Date and time').fill(`${tomorrow}T09:00`);
  await when.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog', { name: 'Estimated Cost' }).getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('status').filter({ hasText: SUBMITTED })).toBeVisible();
  const scheduled = await api.campaign(draft.id);
  expect(scheduled.status).toBe('scheduled');
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Rome',
    hour: '2-digit',
    minute: '2-digit',
  });
  expect(hour.format(new Date(scheduled.scheduledAt ?? ''))).toBe('09:00');
  await page.goto(`/campaigns/sms?q=${encodeURIComponent(name)}`);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Unschedule' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Draft');
  expect((await api.campaign(draft.id)).status).toBe('draft');
});

test('refused lines are shown with their reasons, and the others go on to the launch', async ({
  signedIn: page,
}) => {
  await page.goto('/campaigns/sms/new');
  await page.getByLabel('CSV file').setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'recipient,name\n+393470400000,Ada\n+393470400001,Bo\n12345,Nobody\n9.19E+11,Excel\n',
    ),
  });
  await expect(page.getByText('2 of 4 lines were taken')).toBeVisible();
  const refused = page.getByRole('region', { name: 'Refused lines' });
  await expect(refused).toContainText('12345');
  await expect(refused).toContainText('9.19E+11');
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all refused lines' }).click();
  expect((await downloading).suggestedFilename()).toContain('.csv');
  await page.getByRole('link', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Launch Campaigns' })).toBeVisible();
  await expect(page.getByLabel('Sent to')).toHaveValue('2 recipients');
  await page.getByRole('button', { name: 'Insert {name}' }).click();
  await expect(page.getByLabel('Message Body')).toHaveValue(/\{name\}/);
});
