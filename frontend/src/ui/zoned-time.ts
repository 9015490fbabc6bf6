export const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The instants at which clocks in the zone show this date and time, as RFC 3339 with the offset of then, earliest first:
 * one as a rule, none where clocks jump over it, two where they are put back.
 *
 * @param wall as `<input type="datetime-local">` has it: `2026-11-24T09:00`
 */
export function instantsOf(wall: string, zone: string): string[] {
  const asUtc = wall.includes('T') ? Date.parse(`${wall}Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return [];
  // An offset lasts for weeks, so the one of then is that of the day before or of the day after.
  const offsets = new Set([offsetAt(asUtc - DAY_MS, zone), offsetAt(asUtc + DAY_MS, zone)]);
  return [...offsets]
    .filter((offset) => offsetAt(asUtc - offset * MINUTE_MS, zone) === offset)
    .sort((a, b) => b - a)
    .map((offset) => `${new Date(asUtc).toISOString().slice(0, 19)}${written(offset)}`);
}

/** What clocks in the zone show at the instant, as `<input type="datetime-local">` wants it. */
export function wallTimeOf(at: string | number, zone: string): string {
  const time = new Date(at).getTime();
  return new Date(time + offsetAt(time, zone) * MINUTE_MS).toISOString().slice(0, 16);
}

/** `UTC+05:30`: how far the zone is from UTC at the instant. */
export function offsetName(at: string | number, zone: string): string {
  return `UTC${written(offsetAt(new Date(at).getTime(), zone))}`;
}

/** Minutes that the zone is ahead of UTC at an instant in milliseconds. */
export function offsetAt(time: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const shown: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown;
  const minutes = Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS;
  return minutes - Math.floor(time / MINUTE_MS);
}

function written(offset: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
