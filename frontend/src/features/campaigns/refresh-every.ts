import type { Schemas } from '~/api/client';

type Campaign = Pick<Schemas['Campaign'], 'status' | 'scheduledAt'>;

const MOVING_MS = 2_000;
const AT_MOST_MS = 3_600_000;

/** In how many milliseconds the shown campaigns are asked for again; false while all of them stand still. */
export function refreshEvery(shown: Campaign[], now: number): number | false {
  if (shown.some(({ status }) => status === 'processing')) return MOVING_MS;
  const starts = shown
    .filter(({ status }) => status === 'scheduled')
    .map(({ scheduledAt }) => Date.parse(scheduledAt ?? ''))
    .filter((at) => !Number.isNaN(at));
  if (starts.length === 0) return false;
  // A browser's timer holds 24 days at most.
  return Math.min(Math.max(Math.min(...starts) - now, MOVING_MS), AT_MOST_MS);
}
