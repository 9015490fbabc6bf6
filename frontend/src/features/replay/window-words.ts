import type { Schemas } from '~/api/client';
import { formatInstant } from '~/ui/instant';

/** Why a campaign cannot be replayed now, and when it can or could be. */
export function whyNot({ reason, from, until }: Schemas['Eligibility'], zone: string): string {
  if (reason === 'too-recent' && from)
    return `It was submitted too recently. It can be replayed from ${formatInstant(from, zone)}.`;
  if (reason === 'window-closed' && until)
    return `The time for replays is over. It could be replayed until ${formatInstant(until, zone)}.`;
  return 'Only submitted campaigns can be replayed.';
}
