import { useZone } from './zone';

/** `23 Nov 2026, 14:35` in the zone. */
export function formatInstant(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(at),
  );
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
