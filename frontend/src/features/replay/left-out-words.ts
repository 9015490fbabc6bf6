import type { Schemas } from '~/api/client';
import { formatCount } from '~/ui/count';

type Skipped = Schemas['ReplayPreview']['skipped'];

const REASONS: Record<Skipped[number]['reason'], string> = {
  'opt-out': 'opted out of your messages',
  blocked: 'blocked',
  erased: 'erased on request',
  unconfirmed: 'unconfirmed, as nobody knows whether the first message went out',
};

export function leftOut(skipped: Skipped): number {
  return skipped.reduce((sum, { count }) => sum + count, 0);
}

/** `Left out: 3 opted out of your messages, 2 blocked.` */
export function whyLeftOut(skipped: Skipped): string {
  const parts = skipped
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) => `${formatCount(count)} ${REASONS[reason] ?? reason}`);
  return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}.`;
}
