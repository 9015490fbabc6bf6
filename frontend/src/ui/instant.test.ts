import { expect, test } from 'vitest';
import { formatComing } from './instant';

// Half past nine in the evening in Rome, the day after in Kolkata.
const now = Date.parse('2026-11-23T20:30:00Z');

test.each([
  ['2026-11-23T22:00:00Z', 'Europe/Rome', '23:00 today'],
  ['2026-11-23T23:00:00Z', 'Europe/Rome', '00:00 tomorrow'],
  ['2026-11-24T08:00:00Z', 'Europe/Rome', '09:00 tomorrow'],
  ['2026-11-24T08:00:00Z', 'Asia/Kolkata', '13:30 today'],
  ['2026-11-25T08:00:00Z', 'Europe/Rome', '25 Nov 2026, 09:00'],
])('%s is in %s at %s', (at, zone, words) => {
  expect(formatComing(at, zone, now)).toBe(words);
});
