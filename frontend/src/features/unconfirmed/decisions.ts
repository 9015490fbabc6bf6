import type { Schemas } from '~/api/client';
import type { Role } from '~/api/session';
import { formatCountOf } from '~/ui/count';

export type Decision = Schemas['Decision'];

/** What may be decided, in the order of the buttons; `done` follows the count of messages. */
export const DECISIONS: Record<
  Decision,
  { label: string; needs: Role; words: string; done: [one: string, many: string] }
> = {
  sent: {
    label: 'Sent',
    needs: 'sender',
    words:
      'They count as sent without a delivery receipt and stay charged. A receipt that comes after all still has the last word.',
    done: ['message counts as sent.', 'messages count as sent.'],
  },
  'not-sent': {
    label: 'Not sent',
    needs: 'sender',
    words:
      'They count as not sent, and what they cost is given back. A receipt that comes after all still has the last word.',
    done: [
      'message counts as not sent; its cost is given back.',
      'messages count as not sent; their cost is given back.',
    ],
  },
  'send-again': {
    label: 'Send again',
    needs: 'approver',
    words:
      'They are queued and sent once more. Whoever got the first message gets it twice: choose this only where the carrier has confirmed that it took none.',
    done: ['message is sent again.', 'messages are sent again.'],
  },
};

/** What a decision did, with those that had meanwhile come out of doubt. */
export function doneInWords({ as, resolved, passedOver }: Schemas['Resolved']): string {
  const done = formatCountOf(resolved, ...DECISIONS[as].done);
  if (passedOver === 0) return done;
  return `${done} ${formatCountOf(passedOver, 'was', 'were')} no longer in doubt and stayed as ${passedOver === 1 ? 'it was' : 'they were'}.`;
}
