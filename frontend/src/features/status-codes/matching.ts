import type { Schemas } from '~/api/client';
import { retryAdvice } from './retry-advice';

type SmsStatus = Schemas['SmsStatus'];
type SmsSubStatus = Schemas['SmsSubStatus'];

/** The statuses with those of their codes that have every word of the search, in whatever they say of themselves. */
export function matching(statuses: SmsStatus[], q: string): SmsStatus[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return statuses;
  return statuses
    .map((status) => ({
      ...status,
      subStatuses: status.subStatuses.filter((sub) => {
        const said = spoken(status, sub);
        return words.every((word) => said.includes(word));
      }),
    }))
    .filter(({ subStatuses }) => subStatuses.length > 0);
}

function spoken({ status }: SmsStatus, { code, label, description, retry }: SmsSubStatus): string {
  return [status, code, label, description, retryAdvice(retry).words].join(' ').toLowerCase();
}

/** The place of a code on the page. The same code may be found under two statuses. */
export function anchorOf(status: string, code: string): string {
  return `${status}/${code}`.replaceAll(/\s+/g, '_');
}

/** Whether `#…` of the address names this code, with its status or alone. */
export function isNamed(hash: string, status: string, code: string): boolean {
  const named = decoded(hash.slice(1));
  return named === anchorOf(status, code) || named === code || named === code.replaceAll(/\s+/g, '_');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
