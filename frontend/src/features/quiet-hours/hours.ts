import type { Schemas } from '~/api/client';
import { countryName } from '~/ui/country';

/** Of one country, or with the country null of all that have none of their own. */
export type Hours = Schemas['QuietHoursOfCountry'];

const DAY_MINUTES = 24 * 60;

/** `21:00 to 08:00 the next day` */
export function hoursInWords({ from, to }: Hours): string {
  if (!from || !to) return 'none';
  return `${from} to ${to}${from > to ? ' the next day' : ''}`;
}

/** `11 hours, past midnight`: what shows that the two were mixed up. Null where they are no span. */
export function lengthInWords(from: string, to: string): string | null {
  const length = (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES;
  if (!(length > 0)) return null;
  const hours = Math.floor(length / 60);
  const minutes = length % 60;
  const parts = [
    ...(hours > 0 ? [`${hours} ${hours === 1 ? 'hour' : 'hours'}`] : []),
    ...(minutes > 0 ? [`${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`] : []),
  ];
  return `${parts.join(' ')}, ${from > to ? 'past midnight' : 'within the day'}`;
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
}

export function ofAllOthers(items: Hours[]): Hours | undefined {
  return items.find(({ country }) => !country);
}

/** Those with hours of their own, by name. */
export function ofCountries(items: Hours[]): (Hours & { country: string })[] {
  return items
    .flatMap((hours) => (hours.country ? { ...hours, country: hours.country } : []))
    .sort((a, b) => countryName(a.country).localeCompare(countryName(b.country), 'en-GB'));
}

/** In the place of those of the same country, or after all others. */
export function changed(items: Hours[], hours: Hours): Hours[] {
  const at = items.findIndex((item) => sameCountry(item, hours));
  return at < 0 ? [...items, hours] : items.with(at, hours);
}

export function removed(items: Hours[], hours: Hours): Hours[] {
  return items.filter((item) => !sameCountry(item, hours));
}

function sameCountry(one: Hours, other: Hours): boolean {
  return (one.country ?? null) === (other.country ?? null);
}
