import { MINUTE_MS, offsetAt } from './zoned-time';

/** A day as fields and addresses write it, `2026-11-23`; null for what is none. */
export function parseDay(text: string | null): string | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  // 31 February is read as a day of March.
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? null : text;
}

/** The instant (RFC 3339) at which the day begins in the zone; `later` days are added to it. */
export function startOfDay(day: string, zone: string, later = 0): string {
  const midnight = Date.parse(`${day}T00:00:00Z`) + later * 86_400_000;
  const first = midnight - offsetAt(midnight, zone) * MINUTE_MS;
  // The offset of the day itself, which a change of the clocks may make another than that of midnight in UTC.
  return new Date(midnight - offsetAt(first, zone) * MINUTE_MS).toISOString();
}
