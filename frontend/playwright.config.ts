import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './journeys/chromium.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Below the ports that the system gives to who connects: one that asks again and again whether the server listens there
 * would be given the very port at some time, connect to itself, and so keep the server from it.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

// Workers read this file anew and inherit what the first reading has chosen.
process.env.JOURNEYS_PORT ??= String(await freePort());
process.env.JOURNEYS_DATA ??= here('./node_modules/.cache/journeys');
const port = process.env.JOURNEYS_PORT;
const data = process.env.JOURNEYS_DATA;
const jar = here('../backend/target/run/quarkus-run.jar');
// As make finds it: the first `java` of the PATH may be older than what the jar was built for.
const java = `${execFileSync(here('../backend/tools/find-jdk'), ['21'], { encoding: 'utf8' }).trim()}/bin/java`;

/** Whole journeys through the built page, served by the packaged backend with its demo data and its simulator. */
export default defineConfig({
  testDir: 'journeys',
  testMatch: '*.journey.ts',
  // One demo account is everybody's, and two cores are few.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  // A journey that fails is done once more, and told as flaky where it then passes.
  retries: 1,
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `rm -rf '${data}' && exec '${java}' -Xmx320m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -jar '${jar}'`,
    url: `http://localhost:${port}/q/health/ready`,
    env: {
      QUARKUS_HTTP_PORT: port,
      REPLAY_EMBEDDED: 'true',
      REPLAY_DEMO: 'true',
      REPLAY_DATA_DIR: data,
      // Segments a second: slow enough that a journey sees a campaign on its way.
      REPLAY_SMPP_RATE: '300',
    },
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
