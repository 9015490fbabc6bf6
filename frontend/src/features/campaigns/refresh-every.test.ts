import { expect, test } from 'vitest';
import { refreshEvery } from './refresh-every';

const now = Date.parse('2026-11-24T09:00:00Z');
const scheduledFor = (scheduledAt: string) => ({ status: 'scheduled' as const, scheduledAt });

test('every 2 seconds while something is processing', () => {
  expect(refreshEvery([{ status: 'submitted' }, { status: 'processing' }], now)).toBe(2_000);
});

test('not at all while all stand still', () => {
  expect(refreshEvery([{ status: 'draft' }, { status: 'paused' }, { status: 'submitted' }], now)).toBe(false);
  expect(refreshEvery([], now)).toBe(false);
});

test('when the first of the scheduled ones starts, within the hour at the latest', () => {
  expect(
    refreshEvery([scheduledFor('2026-11-24T09:50:00Z'), scheduledFor('2026-11-24T09:10:00Z')], now),
  ).toBe(600_000);
  expect(refreshEvery([scheduledFor('2026-12-24T09:00:00Z')], now)).toBe(3_600_000);
  expect(refreshEvery([scheduledFor('2026-11-24T08:59:59Z')], now)).toBe(2_000);
});
