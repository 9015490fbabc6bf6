import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';

type Campaign = Schemas['Campaign'];

const PAUSED: Record<string, string> = {
  'by-hand': 'Paused by hand: what is queued waits until it is resumed.',
  'missed-schedule':
    'Paused: the service was not running when it should have gone out. Resume it to send it now, or cancel it.',
};

const WAITING: Record<string, string> = {
  carrier: 'Waiting for the carrier: there is no connection to it. Sending goes on by itself once there is.',
  'quiet-hours':
    'Waiting for the end of the quiet hours: whoever has not been written to is in theirs. Sending goes on by itself when they end.',
  credits: 'Waiting for credits: top up, and sending goes on by itself.',
};

/** How a campaign stands, in a sentence that changes only with its state: it is read aloud when it does. */
export function standingInWords({ status, pauseReason, waitingFor, settledAt, counts }: Campaign): string {
  if (status === 'paused' && pauseReason)
    return PAUSED[pauseReason] ?? `Paused (${pauseReason}): what is queued waits until it is resumed.`;
  if (waitingFor) return WAITING[waitingFor] ?? `Waiting for ${waitingFor}. Sending goes on by itself.`;
  if (status === 'processing') return 'Messages are going out, and what becomes of them is coming back.';
  if (status === 'cancelled') return 'What had not gone out when it was cancelled was not sent.';
  if (status === 'submitted' && !settledAt)
    return counts.sent > 0
      ? 'All messages went out; of some the delivery receipt is still awaited.'
      : 'All messages went out; the last figures are being settled.';
  if (status === 'submitted') return 'All messages went out, and what became of each is known.';
  return '';
}

/** `1,500 of 3,000 have gone out` while it runs. */
export function progressInWords({ counts, recipients }: Campaign): string {
  return `${formatCount(recipients - counts.queued)} of ${formatCountOf(recipients, 'message')} have gone out.`;
}

/** Whether counts may still move by themselves. */
export function isMoving({ status, settledAt }: Pick<Campaign, 'status' | 'settledAt'>): boolean {
  return !settledAt && status !== 'draft' && status !== 'awaiting-approval';
}
