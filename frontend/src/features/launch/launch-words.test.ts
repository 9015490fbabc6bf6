import { describe, expect, test } from 'vitest';
import { quietHoursInWords, rateInWords, tooLateInWords } from './launch-words';

const start = Date.parse('2031-11-24T20:00:00Z');
const quietHours = { recipients: 1_204, from: '2031-11-25T08:00:00Z', allFrom: '2031-11-25T09:00:00Z' };

test('who waits is told with how many there are and from when on they follow', () => {
  expect(quietHoursInWords(quietHours, 9_800, 'Europe/Rome', false)).toBe(
    '1,204 of 9,800 are in their quiet hours now. They follow by themselves from 25 Nov 2031, 09:00, the last of them from 25 Nov 2031, 10:00 (Europe/Rome).',
  );
});

test('of a later time, who will wait then', () => {
  expect(quietHoursInWords({ ...quietHours, recipients: 1 }, 9_800, 'Europe/Rome', true)).toMatch(
    /^1 of 9,800 will be in their quiet hours then\. They follow/,
  );
});

test.each([
  [200, 9_800, 'At most 200 segments per second, which takes less than a minute.'],
  [1, 60, 'At most 1 segment per second, which takes about 1 minute.'],
  [10, 30_000, 'At most 10 segments per second, which takes about 50 minutes.'],
  [10, 360_000, 'At most 10 segments per second, which takes about 10 hours.'],
  [1, 1_000_000, 'At most 1 segment per second, which takes about 12 days.'],
])('%i a second for %i says how long it takes', (rate, segments, words) => {
  expect(rateInWords(rate, segments)).toBe(words);
});

describe('a deadline', () => {
  const late = (sendBefore: string | null, more = {}) =>
    tooLateInWords(
      { sendBefore, rate: null, ...more },
      { segments: 10_000, quietHours: 'quietHours' in more ? null : quietHours },
      start,
    );

  test.each([
    ['2031-11-25T08:00:00Z', /^Those in their quiet hours will not be sent to/],
    ['2031-11-25T08:30:00Z', /^Some of those in their quiet hours/],
  ])('of %s leaves out who sleeps until then', (sendBefore, words) => {
    expect(late(sendBefore)).toMatch(words);
  });

  test('that leaves time enough for all leaves out nobody', () => {
    expect(late('2031-11-25T09:30:00Z')).toBeNull();
    expect(late(null)).toBeNull();
  });

  test('may come too soon for the rate', () => {
    const inAnHour = '2031-11-24T21:00:00Z';
    expect(late(inAnHour, { rate: 2, quietHours: null })).toMatch(/^At this rate not all/);
    expect(late(inAnHour, { rate: 3, quietHours: null })).toBeNull();
  });
});
