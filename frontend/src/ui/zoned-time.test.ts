import { describe, expect, test } from 'vitest';
import { instantsOf, offsetName, wallTimeOf } from './zoned-time';

describe('a date and time in a zone', () => {
  test.each([
    ['Asia/Kolkata', '2026-11-24T09:00', '2026-11-24T09:00:00+05:30', '2026-11-24T03:30:00.000Z'],
    ['Europe/Rome', '2026-07-01T09:00', '2026-07-01T09:00:00+02:00', '2026-07-01T07:00:00.000Z'],
    ['Europe/Rome', '2026-12-01T09:00', '2026-12-01T09:00:00+01:00', '2026-12-01T08:00:00.000Z'],
    ['America/St_Johns', '2026-12-01T09:00', '2026-12-01T09:00:00-03:30', '2026-12-01T12:30:00.000Z'],
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2027-01-01T00:00:00+14:00', '2026-12-31T10:00:00.000Z'],
    ['UTC', '2028-02-29T23:59', '2028-02-29T23:59:00+00:00', '2028-02-29T23:59:00.000Z'],
  ])('of %s, %s, is the instant %s', (zone, wall, written, instant) => {
    expect(instantsOf(wall, zone)).toEqual([written]);
    expect(new Date(written).toISOString()).toBe(instant);
    expect(wallTimeOf(written, zone)).toBe(wall);
  });

  test.each([
    ['2027-03-28T01:59', ['2027-03-28T01:59:00+01:00']],
    ['2027-03-28T02:00', []],
    ['2027-03-28T02:59', []],
    ['2027-03-28T03:00', ['2027-03-28T03:00:00+02:00']],
  ])('around the hour that Rome leaves out in spring: %s is %j', (wall, instants) => {
    expect(instantsOf(wall, 'Europe/Rome')).toEqual(instants);
  });

  test.each([
    ['2026-10-25T01:59', ['2026-10-25T01:59:00+02:00']],
    ['2026-10-25T02:00', ['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00']],
    ['2026-10-25T02:59', ['2026-10-25T02:59:00+02:00', '2026-10-25T02:59:00+01:00']],
    ['2026-10-25T03:00', ['2026-10-25T03:00:00+01:00']],
  ])('around the hour that Rome has twice in autumn: %s is %j', (wall, instants) => {
    expect(instantsOf(wall, 'Europe/Rome')).toEqual(instants);
  });

  test('is told apart by half an hour where clocks move by that much', () => {
    expect(instantsOf('2026-04-05T01:45', 'Australia/Lord_Howe')).toEqual([
      '2026-04-05T01:45:00+11:00',
      '2026-04-05T01:45:00+10:30',
    ]);
  });

  test.each(['', '2026-11-24', '2026-13-01T09:00', 'tomorrow'])('that is none (%j) is no instant', (wall) => {
    expect(instantsOf(wall, 'Europe/Rome')).toEqual([]);
  });
});

test('the distance from UTC is that of the instant', () => {
  expect(offsetName('2026-07-01T00:00:00Z', 'Europe/Rome')).toBe('UTC+02:00');
  expect(offsetName('2026-12-01T00:00:00Z', 'Europe/Rome')).toBe('UTC+01:00');
});
