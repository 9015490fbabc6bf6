import { expect, expectAccessible, picture, test } from './fixtures';
import { recipients } from './recipients';

test('a campaign moves on its page while it goes out, until all is known', async ({
  signedIn: page,
  api,
}) => {
  const { id } = await api.draft(
    'Moving house',
    'We have moved: find us at 12 Station Road.',
    recipients({ '00': 2_700, '61': 240, '75': 60 }),
  );
  await api.launch(id);
  await api.post(`/v1/campaigns/${id}/pause`);
  await page.goto(`/campaigns/sms/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Moving house' })).toBeVisible();
  await expect(page.getByText(/^Paused by hand/)).toBeVisible();
  await expect(page.getByText(/messages are queued: not sent yet, or on the wire\.$/)).toBeVisible();
  const progress = page.getByText(/ of 3,000 messages have gone out\.$/);
  const paused = (await progress.textContent()) ?? '';

  await api.post(`/v1/campaigns/${id}/resume`);
  await expect(
    page.getByText('Messages are going out, and what becomes of them is coming back.'),
  ).toBeVisible();
  await expect(progress).not.toHaveText(paused);
  await expect(page.getByText('All messages went out, and what became of each is known.')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('row', { name: /^Delivered 2,700 messages.* 90%$/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Subscriber Absent.* 240 messages.* 8%$/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Invalid Number.* 60 messages.* 2%$/ })).toBeVisible();
  await expect(progress).toBeHidden();
  await expect(page.getByText('Of 3,000 people 2,700 were reached. Not reached so far: 300.')).toBeVisible();
  await expectAccessible(page);
});

test('the line of a replay says whom it reached beyond the first', async ({ signedIn: page, api }) => {
  const replay = await api.named('Promemoria visite, second try');
  await page.goto(`/campaigns/sms/${replay.id}`);
  const line = page.getByRole('region', { name: 'The original and its replays' });
  await expect(
    line.getByText(/^Of 1,200 people .* were reached by the first, .* more by this replay\./),
  ).toBeVisible();
  await expect(line.getByText(/^Replay to UnDelivered \(.*Subscriber Absent.*\)/)).toBeVisible();
  await expectAccessible(page);
  await line.getByRole('link', { name: 'Promemoria visite', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Promemoria visite', exact: true })).toBeVisible();
  await expect(line.getByText(/ more by “Promemoria visite, second try”/)).toBeVisible();
  await expectAccessible(page);
  // Above the text, whose emoji this browser has no font for.
  await page.setViewportSize({ width: 1280, height: 664 });
  await picture(page, 'campaign');
});

for (const { name, reason } of [
  { name: 'Parcels of this morning', reason: /too recently\. It can be replayed from / },
  { name: 'Winter sale, last call', reason: /The time for replays is over\. It could be replayed until / },
])
  test(`Replay Campaign is greyed out on “${name}”, and says why`, async ({ signedIn: page, api }) => {
    const { id } = await api.named(name);
    await page.goto(`/campaigns/sms/${id}`);
    const button = page.getByRole('button', { name: 'Replay Campaign' });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(reason);
    await expect(page.getByText(reason)).toBeVisible();
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/campaigns/sms/${id}$`));
    await expectAccessible(page);
  });

test('what has not gone out says what it is going to do', async ({ signedIn: page, api }) => {
  const { id } = await api.named('Weekend opening hours');
  await page.goto(`/campaigns/sms/${id}`);
  await expect(
    page.getByText(/^It goes out on .* \(Europe\/Rome\) to 600 recipients from NORDLYS/),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'See it on Launch Campaigns' })).toHaveAttribute(
    'href',
    `/campaigns/sms/${id}/launch`,
  );
  await expectAccessible(page);
});
