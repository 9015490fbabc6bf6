import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The package unpacks its browser into the temporary folder, closed to others: after one user's run another's would fail.
const unpacked = fileURLToPath(new URL('../node_modules/.cache/chromium', import.meta.url));
mkdirSync(unpacked, { recursive: true });
process.env.TMPDIR = unpacked;
const { default: chromium } = await import('@sparticuz/chromium');

/** A real Chromium from npm: none needs to be installed. */
export const launchOptions = {
  executablePath: await chromium.executablePath(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};
