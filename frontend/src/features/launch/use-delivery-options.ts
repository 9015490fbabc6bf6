import { useState } from 'react';
import { useZone } from '~/ui/zone';
import { comingInstant, type TypedTime, typedTime } from '~/ui/zoned-time-field';
import type { Edits, Fields } from './draft';

/**
 * The deadline and the rate as they are typed: what is no time or no number is not saved, and stands there with the
 * reason. What is saved otherwise meanwhile is shown in the place of what was typed.
 */
export function useDeliveryOptions(
  { sendBefore, rate }: Pick<Fields, 'sendBefore' | 'rate'>,
  edit: (edits: Edits) => void,
) {
  const zone = useZone();
  const [time, setTime] = useState<TypedTime | null>(null);
  const [number, setNumber] = useState<string | null>(null);

  const typedAt = time && comingInstant(time, zone);
  const shownTime =
    time && (typedAt?.unusable || saved(typedAt?.at) === (sendBefore ?? null))
      ? time
      : typedTime(sendBefore, zone);
  const typedRate = number === null ? null : readRate(number);
  const shownRate =
    number !== null && (typedRate?.unusable || typedRate?.rate === (rate ?? null))
      ? number
      : String(rate ?? '');
  return {
    time: shownTime,
    rate: shownRate,
    /** Why what stands in the fields cannot be sent; of a time that has passed since it was saved too. */
    unusable: { sendBefore: comingInstant(shownTime, zone).unusable, rate: readRate(shownRate).unusable },
    onTime: (typed: TypedTime) => {
      setTime(typed);
      const { at, unusable } = comingInstant(typed, zone);
      if (!unusable) edit({ sendBefore: saved(at) });
    },
    onRate: (typed: string) => {
      setNumber(typed);
      const { rate: chosen, unusable } = readRate(typed);
      if (!unusable) edit({ rate: chosen });
    },
  };
}

/** As the API writes it, so that what is saved is known again. */
function saved(at: string | null | undefined): string | null {
  return at ? `${new Date(at).toISOString().slice(0, 19)}Z` : null;
}

/** Which numbers are too large, or too small, the API says. */
export function readRate(typed: string): { rate: number | null; unusable: string | null } {
  const text = typed.trim();
  if (!text) return { rate: null, unusable: null };
  if (!/^\d{1,9}$/.test(text))
    return { rate: null, unusable: 'Write a whole number, or nothing for no limit.' };
  return { rate: Number(text), unusable: null };
}
