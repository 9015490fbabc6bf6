import { expect, test } from 'vitest';
import { parseDay, startOfDay } from './day';

test.each([
  ['2026-11-23', 'Asia/Kolkata', '2026-11-22T18:30:00.000Z'],
  ['2026-11-23', 'America/New_York', '2026-11-23T05:00:00.000Z'],
  // The day on which the clocks are put forward, and the one on which they are put back, begin by the old ones.
  ['2026-03-29', 'Europe/Rome', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', 'Europe/Rome', '2026-10-24T22:00:00.000Z'],
  ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, instant) => {
  expect(startOfDay(day, zone)).toBe(instant);
});

test('the day after the day of 25 hours begins 25 hours later', () => {
  expect(startOfDay('2026-10-25', 'Europe/Rome', 1)).toBe('2026-10-25T23:00:00.000Z');
});

test.each([null, '', 'yesterday', '2026-02-31', '2026-13-01', '23/11/2026'])('%j is no day', (text) => {
  expect(parseDay(text)).toBeNull();
});
