import { expect, test } from 'vitest';
import { nextPath, signInPath } from './next-path';

test.each(['/campaigns/sms?status=draft&q=50%25', '/campaigns/sms/12#messages', '/status-codes'])(
  'after sign-in comes %s again',
  (here) => {
    const next = new URL(signInPath(here), 'http://localhost').searchParams.get('next');
    expect(nextPath(next)).toBe(here);
  },
);

test.each([
  null,
  '',
  'campaigns',
  'https://elsewhere.example/campaigns',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  '/.//elsewhere.example',
  '/%2e//elsewhere.example',
  'javascript:alert(1)',
  '/sign-in?next=/sign-in',
])('%j leads to the start instead', (next) => {
  expect(nextPath(next)).toBe('/campaigns');
});
