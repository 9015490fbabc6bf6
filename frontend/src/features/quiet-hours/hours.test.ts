import { describe, expect, test } from 'vitest';
import { changed, hoursInWords, lengthInWords, ofCountries, removed } from './hours';

const everywhere = { country: null, from: '21:00', to: '08:00' };
const india = { country: 'IN', from: '21:00', to: '09:00' };
const emirates = { country: 'AE', from: null, to: null };

describe('hours in words', () => {
  test.each([
    [{ from: '21:00', to: '08:00' }, '21:00 to 08:00 the next day'],
    [{ from: '13:00', to: '15:30' }, '13:00 to 15:30'],
  ])('of %j are %s', (hours, words) => {
    expect(hoursInWords(hours)).toBe(words);
  });

  test.each([
    ['21:00', '08:00', '11 hours, past midnight'],
    ['08:00', '21:00', '13 hours, within the day'],
    ['23:30', '00:15', '45 minutes, past midnight'],
    ['12:00', '13:01', '1 hour 1 minute, within the day'],
    ['21:00', '21:00', null],
    ['', '08:00', null],
  ])('from %s to %s last %s', (from, to, words) => {
    expect(lengthInWords(from, to)).toBe(words);
  });
});

test('countries are told by name, not by code', () => {
  expect(ofCountries([everywhere, india, emirates, { country: 'DE', from: '20:00', to: '09:00' }])).toEqual([
    expect.objectContaining({ country: 'DE' }),
    india,
    emirates,
  ]);
});

test('a change is made to the hours of its own country alone', () => {
  const later = { ...india, to: '10:00' };
  expect(changed([everywhere, india, emirates], later)).toEqual([everywhere, later, emirates]);
  expect(changed([india], everywhere)).toEqual([india, everywhere]);
  expect(removed([everywhere, india], everywhere)).toEqual([india]);
});
