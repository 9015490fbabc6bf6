import { useZone } from './zone';
import { wallTimeOf } from './zoned-time';

const DAY_MS = 86_400_000;

/** `23 Nov 2026, 14:35` in the zone. */
export function formatInstant(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(at),
  );
}

/** `09:00 tomorrow` for what is near, else the date in full. */
export function formatComing(at: string, zone: string, now = Date.now()): string {
  const days = Math.round((dayOf(Date.parse(at), zone) - dayOf(now, zone)) / DAY_MS);
  const word = ['today', 'tomorrow'][days];
  return word ? `${wallTimeOf(at, zone).slice(11)} ${word}` : formatInstant(at, zone);
}

/** The day in the zone, as an instant of its own. */
function dayOf(time: number, zone: string): number {
  return Date.parse(wallTimeOf(time, zone).slice(0, 10));
}

/** An instant (RFC 3339) in the account's zone; the zone shows on hover, seconds too. */
export function Instant({ at }: { at: string }) {
  const zone = useZone();
  const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone: zone });
  return (
    <time dateTime={at} title={`${exact.format(new Date(at))} (${zone})`}>
      {formatInstant(at, zone)}
    </time>
  );
}
