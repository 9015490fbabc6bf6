import { describe, expect, test } from 'vitest';
import { comingInstant, typedTime } from './zoned-time-field';

const now = Date.parse('2026-10-01T00:00:00Z');
const typed = (wall: string, more = {}) => ({ wall, which: 0, partial: false, ...more });

describe('a time that was typed', () => {
  test('is the instant at which clocks in the zone show it', () => {
    expect(comingInstant(typed('2026-12-01T09:00'), 'Europe/Rome', now)).toEqual({
      at: '2026-12-01T09:00:00+01:00',
      unusable: null,
    });
  });

  test('that clocks show twice is the one that is meant', () => {
    const at = (which: number) => comingInstant(typed('2026-10-25T02:30', { which }), 'Europe/Rome', now).at;
    expect(at(0)).toBe('2026-10-25T02:30:00+02:00');
    expect(at(1)).toBe('2026-10-25T02:30:00+01:00');
  });

  test.each([
    ['2027-03-28T02:30', {}, /put forward then/],
    ['2026-09-30T09:00', {}, /has passed/],
    ['', { partial: true }, /Complete/],
  ])('%j %j is no instant to come, and says why', (wall, more, why) => {
    const { at, unusable } = comingInstant(typed(wall, more), 'Europe/Rome', now);
    expect(at).toBeNull();
    expect(unusable).toMatch(why);
  });

  test('of nothing is none, which is no mistake', () => {
    expect(comingInstant(typed(''), 'Europe/Rome', now)).toEqual({ at: null, unusable: null });
  });

  test.each([null, '2026-12-01T08:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])(
    'is again what was saved: %s',
    (saved) => {
      const { at } = comingInstant(typedTime(saved, 'Europe/Rome'), 'Europe/Rome', now);
      expect(at && Date.parse(at)).toBe(saved && Date.parse(saved));
    },
  );
});
