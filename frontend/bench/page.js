import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launchOptions } from '../journeys/chromium.js';
import { longestTask } from './trace.js';

/**
 * Measures the built page in a real browser: what its routes load, and how soon and how smoothly the Replay Campaign
 * pop-up answers on one campaign. Prints what the rest of the bench prints; ends with 0 whenever it could measure.
 *
 * @typedef {import('@playwright/test').BrowserContext} Context
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ js: number, css: number }} Weight
 */

const base = given('BENCH_PAGE_URL');
const who = { email: given('BENCH_PAGE_EMAIL'), password: given('BENCH_PAGE_PASSWORD') };
const campaign = given('BENCH_PAGE_CAMPAIGN');
const rounds = Number(process.env.BENCH_PAGE_ROUNDS ?? 15);

/** Kilobytes as sent, thousands of bytes. */
const FIRST_JS = 200;
const FIRST_CSS = 20;
const FURTHER_JS = 60;
const OPEN_MS = 300;
const TASK_MS = 100;
const TICKING_ROUNDS = 5;
const LISTING = '/campaigns/sms';
/** Where the address without a path leads, signed out and signed in; the second is what the others add to. */
const FIRST = ['/sign-in', '/campaigns'];

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const number = (/** @type {number} */ value) =>
  value.toFixed(Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/**
 * Ours may be at most the limit.
 * @param {string} name
 * @param {number} ours
 * @param {number} limit
 * @param {string} unit
 */
function atMost(name, ours, limit, unit) {
  const verdict = ours <= limit ? 'holds' : 'short';
  const ratio = (ours / limit).toFixed(2);
  print(
    `BENCH name=${name} ours=${number(ours)} limit=${number(limit)} unit=${unit} ratio=${ratio} bar=<=1.00 verdict=${verdict}`,
  );
}

/**
 * @param {number[]} values
 * @param {number} percent of the values that are at most the one returned
 */
function percentile(values, percent) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

const browser = await chromium.launch(launchOptions);

/**
 * With nothing kept of whatever was before: no file, no answer.
 * @template T
 * @param {(page: Page) => Promise<T>} measure
 * @param {Awaited<ReturnType<Context['storageState']>>} [storageState]
 */
async function fresh(measure, storageState) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: 1280, height: 800 },
    ...(storageState && { storageState }),
  });
  try {
    return await measure(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * @param {Page} page
 * @param {string} path
 */
async function goTo(page, path) {
  const answer = await page.goto(path);
  if (answer?.status() !== 200)
    throw new Error(`${base}${path} answers ${answer?.status()}: is the page built into the backend?`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

/**
 * The files a route loads until it stands, gzipped alike whatever the server does.
 * @param {Page} page
 * @param {string} path
 * @returns {Promise<Map<string, Weight>>}
 */
async function filesOf(page, path) {
  /** @type {Map<string, Promise<Weight>>} */
  const files = new Map();
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname;
    const weighed = async () => gzipSync(await response.body()).length / 1_000;
    if (name.endsWith('.js'))
      files.set(
        name,
        weighed().then((js) => ({ js, css: 0 })),
      );
    if (name.endsWith('.css'))
      files.set(
        name,
        weighed().then((css) => ({ js: 0, css })),
      );
  });
  await goTo(page, path);
  const all = await Promise.all(
    [...files].map(async ([name, weight]) => /** @type {const} */ ([name, await weight])),
  );
  if (all.length === 0) throw new Error(`${base}${path} loads no scripts: is it the built page?`);
  return new Map(all);
}

/** @param {Iterable<Weight>} weights */
const sumOf = (weights) =>
  [...weights].reduce((a, b) => ({ js: a.js + b.js, css: a.css + b.css }), { js: 0, css: 0 });

/** @param {Awaited<ReturnType<Context['storageState']>>} signedIn */
async function weights(signedIn) {
  let [js, css] = [0, 0];
  /** @type {Set<string>} */
  let known = new Set();
  for (const path of FIRST) {
    const files = await fresh((page) => filesOf(page, path), path === '/sign-in' ? undefined : signedIn);
    const sum = sumOf(files.values());
    print(`# ${path} loads ${number(sum.js)} KB of JS and ${number(sum.css)} KB of CSS gzipped`);
    js = Math.max(js, sum.js);
    css = Math.max(css, sum.css);
    known = new Set(files.keys());
  }
  atMost('page-first-js', js, FIRST_JS, 'KB');
  atMost('page-first-css', css, FIRST_CSS, 'KB');

  const draft = await fresh(aDraft, signedIn);
  let most = 0;
  for (const path of [
    LISTING,
    `${LISTING}/new`,
    `${LISTING}/${campaign}`,
    `${LISTING}/${campaign}?replay=${campaign}`,
    `${LISTING}/${campaign}/messages`,
    `${LISTING}/${draft}/launch`,
    '/status-codes',
    '/carriers',
    '/quiet-hours',
    '/alerts',
  ]) {
    const files = await fresh((page) => filesOf(page, path), signedIn);
    const added = sumOf([...files].filter(([name]) => !known.has(name)).map(([, weight]) => weight)).js;
    print(`# ${path} adds ${number(added)} KB of JS gzipped`);
    most = Math.max(most, added);
  }
  atMost('page-further-js', most, FURTHER_JS, 'KB');
}

/** @param {Page} page */
async function aDraft(page) {
  const { items } = await (await page.request.get('/v1/sender-ids')).json();
  const [{ id, route }] = items;
  const answer = await page.request.post('/v1/campaigns', { data: { senderId: id, route, body: 'Hello' } });
  if (!answer.ok()) throw new Error(`No draft: ${await answer.text()}`);
  return (await answer.json()).id;
}

/**
 * From the click, as the browser saw it, until the tree is filled and painted.
 * @param {Page} page
 * @param {import('@playwright/test').Locator} opener
 */
async function opening(page, opener) {
  await opener.waitFor();
  await page.evaluate(() => {
    /** @type {Promise<number>} */
    const took = new Promise((resolve) => {
      addEventListener(
        'click',
        ({ timeStamp }) => {
          const seen = new MutationObserver(() => {
            if (document.querySelectorAll('[role="dialog"] [role="treeitem"]').length < 4) return;
            seen.disconnect();
            // The task behind the next frame: what the frame shows has been painted.
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - timeStamp);
              port2.postMessage(null);
            });
          });
          seen.observe(document, { childList: true, subtree: true });
        },
        { capture: true, once: true },
      );
    });
    Object.assign(globalThis, { took });
  });
  await opener.click();
  return page.evaluate(
    () => /** @type {{ took: Promise<number> }} */ (/** @type {unknown} */ (globalThis)).took,
  );
}

/** @param {Page} page */
async function openFromListing(page) {
  await goTo(page, LISTING);
  const row = page.getByRole('row').filter({ has: page.locator(`a[href="${LISTING}/${campaign}"]`) });
  await row.getByRole('button').click();
  return opening(page, page.getByRole('menuitem', { name: 'Replay Campaign' }));
}

/** @param {Page} page */
async function openFromCampaign(page) {
  await goTo(page, `${LISTING}/${campaign}`);
  return opening(page, page.getByRole('button', { name: 'Replay Campaign' }));
}

/**
 * @param {string} name
 * @param {(page: Page) => Promise<number>} open
 * @param {Awaited<ReturnType<Context['storageState']>>} signedIn
 */
async function openings(name, open, signedIn) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await fresh(open, signedIn));
  print(`# ${name}: ${all.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  atMost(name, percentile(all, 50), OPEN_MS, 'ms');
  atMost(`${name}-worst`, percentile(all, 100), OPEN_MS, 'ms');
}

/**
 * Through the whole tree by mouse and by keyboard, as quickly as the page takes it, with the figures following.
 * @param {Page} page
 */
async function ticking(page) {
  await goTo(page, `${LISTING}/${campaign}?replay=${campaign}`);
  const items = page.getByRole('treeitem');
  await items.first().waitFor();
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await page.getByRole('button', { name: 'Expand all' }).click();
  for (let pass = 0; pass < 2; pass++)
    for (const item of await items.all())
      if ((await item.getAttribute('aria-disabled')) === null) await item.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await items.first().focus();
  for (const key of [
    '*',
    'Space',
    'ArrowDown',
    'Space',
    'ArrowDown',
    'Space',
    'End',
    'Space',
    'Home',
    'ArrowLeft',
  ])
    await page.keyboard.press(key);
  await page.waitForLoadState('networkidle');
  return longestTask(await browser.stopTracing());
}

try {
  const signedIn = await fresh(async (page) => {
    const answer = await page.request.post('/v1/session', { data: who });
    if (!answer.ok()) throw new Error(`Not signed in: ${await answer.text()}`);
    return page.context().storageState();
  });
  await weights(signedIn);
  await openings('page-replay-from-listing', openFromListing, signedIn);
  await openings('page-replay-from-campaign', openFromCampaign, signedIn);
  const longest = [];
  for (let round = 0; round < TICKING_ROUNDS; round++) longest.push(await fresh(ticking, signedIn));
  const told = longest.map(({ ms, cpu }) => `${ms.toFixed(0)} (on a processor ${cpu.toFixed(0)})`);
  print(`# longest task while ticking: ${told.join(', ')} ms`);
  const ms = longest.map((task) => task.ms);
  atMost('page-ticking-task', percentile(ms, 50), TASK_MS, 'ms');
  atMost('page-ticking-task-worst', percentile(ms, 100), TASK_MS, 'ms');
} finally {
  await browser.close();
}
