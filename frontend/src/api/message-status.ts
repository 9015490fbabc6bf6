import type { Schemas } from './client';

export type MessageStatus = Schemas['Message']['status'];

/** Whether it is good news. Of NotSent and UnDelivered only the first can be mended at the desk. */
const TONES = {
  Delivered: 'good',
  UnDelivered: 'bad',
  NotSent: 'warn',
  Sent: 'busy',
  queued: 'neutral',
} as const satisfies Record<MessageStatus, string>;

export function messageTone(status: string) {
  return TONES[status as MessageStatus] ?? 'neutral';
}

/** The statuses in their own spelling; a queued message has no status yet and is told in a word. */
export function messageStatusWord(status: string): string {
  return status === 'queued' ? 'Queued' : status;
}

/** Of a campaign's messages, those of which nobody knows whether they went out. */
export function inDoubt({ statuses }: Schemas['StatusBreakdown']): number {
  return statuses
    .flatMap(({ subStatuses }) => subStatuses)
    .filter(({ code }) => code === 'SUBMIT-UNCONFIRMED')
    .reduce((sum, { count }) => sum + count, 0);
}
