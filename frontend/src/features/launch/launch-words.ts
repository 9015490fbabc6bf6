import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';
import { formatComing, formatInstant } from '~/ui/instant';
import type { Fields } from './draft';

type Waiting = Schemas['WaitingRecipients'];

/**
 * `1,204 of 9,800 are in their quiet hours now. They follow by themselves from 09:00 tomorrow (Europe/Rome).`
 * Of a later time: `will be in their quiet hours then`.
 */
export function quietHoursInWords(
  { recipients, from, allFrom }: Waiting,
  all: number,
  zone: string,
  later: boolean,
): string {
  const first = formatComing(from, zone);
  const last = formatComing(allFrom, zone);
  const are = later ? 'will be' : recipients === 1 ? 'is' : 'are';
  return `${formatCount(recipients)} of ${formatCount(all)} ${are} in their quiet hours ${later ? 'then' : 'now'}. They follow by themselves from ${first}${
    first === last ? '' : `, the last of them from ${last}`
  } (${zone}).`;
}

/** `At most 200 segments per second, which takes about 49 minutes.` */
export function rateInWords(rate: number, segments: number): string {
  return `At most ${formatCountOf(rate, 'segment')} per second, which takes ${duration(segments / rate)}.`;
}

function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 5_400) return `about ${formatCountOf(Math.round(seconds / 60), 'minute')}`;
  if (seconds < 172_800) return `about ${formatCountOf(Math.round(seconds / 3_600), 'hour')}`;
  return `about ${formatCountOf(Math.round(seconds / 86_400), 'day')}`;
}

/** What keeps messages from going out before the deadline, as far as it is known; null where nothing does. */
export function tooLateInWords(
  { sendBefore, rate }: Pick<Fields, 'sendBefore' | 'rate'>,
  { segments, quietHours }: Pick<Schemas['CostEstimate'], 'segments' | 'quietHours'>,
  start: number,
): string | null {
  if (!sendBefore) return null;
  const end = Date.parse(sendBefore);
  if (quietHours && Date.parse(quietHours.from) >= end)
    return 'Those in their quiet hours will not be sent to: these end after that.';
  if (rate && start + (segments / rate) * 1_000 > end)
    return 'At this rate not all of it goes out in time: choose a higher rate or a later time, or the rest is not sent.';
  if (quietHours && Date.parse(quietHours.allFrom) >= end)
    return 'Some of those in their quiet hours will not be sent to: these end after that.';
  return null;
}

/** The API's refusal of a launch tells instants in UTC. */
export function startsTooLateInWords(start: string, zone: string): string {
  return `Sending would begin on ${formatInstant(start, zone)}, and nobody would be sent to. Choose a later time, or none.`;
}
