import type { Schemas } from '~/api/client';

export type Statuses = Schemas['StatusBreakdown']['statuses'];
export type Status = Statuses[number];

/** A whole status, or some sub-statuses of it. */
export interface SelectItem {
  status: string;
  subStatuses?: string[];
}

/**
 * What is ticked, in the words of the API. Always in one form: the statuses in their order, the codes in that of the
 * alphabet, all that can be ticked of a status as the whole status. So the same ticks are the same choice.
 */
export type Choice = readonly SelectItem[];

export type Tick = boolean | 'mixed';

/** Nobody knows whether these went out: the API leaves them out of every replay. */
export function canBeTicked(status: string, code: string): boolean {
  return !(status === 'Sent' && code === 'SUBMIT-UNCONFIRMED');
}

export function codesOf({ status, subStatuses }: Status): string[] {
  return subStatuses.map(({ code }) => code).filter((code) => canBeTicked(status, code));
}

function tickedCodes(choice: Choice, of: Status): Set<string> {
  const item = choice.find(({ status }) => status === of.status);
  const codes = codesOf(of);
  if (!item) return new Set();
  return new Set(item.subStatuses ? codes.filter((code) => item.subStatuses?.includes(code)) : codes);
}

export function tickOf(choice: Choice, status: Status): Tick {
  const ticked = tickedCodes(choice, status).size;
  if (ticked === 0) return false;
  return ticked === codesOf(status).length || 'mixed';
}

export function isTicked(choice: Choice, status: Status, code: string): boolean {
  return tickedCodes(choice, status).has(code);
}

/** The choice in its one form, without what is not there to be ticked (any more). */
function formed(statuses: Statuses, tickedOf: (status: Status) => Set<string>): Choice {
  return statuses.flatMap((status): SelectItem[] => {
    const ticked = tickedOf(status);
    if (ticked.size === 0) return [];
    if (ticked.size === codesOf(status).length) return [{ status: status.status }];
    return [{ status: status.status, subStatuses: [...ticked].sort() }];
  });
}

/** A choice made earlier, of the statuses there are now. */
export function within(choice: Choice, statuses: Statuses): Choice {
  return formed(statuses, (status) => tickedCodes(choice, status));
}

/** What is ticked in part is ticked whole first. */
export function toggleStatus(choice: Choice, statuses: Statuses, toggled: string): Choice {
  return formed(statuses, (status) => {
    if (status.status !== toggled) return tickedCodes(choice, status);
    return new Set(tickOf(choice, status) === true ? [] : codesOf(status));
  });
}

export function toggleSubStatus(choice: Choice, statuses: Statuses, of: string, code: string): Choice {
  return formed(statuses, (status) => {
    const ticked = tickedCodes(choice, status);
    if (status.status === of && canBeTicked(of, code) && !ticked.delete(code)) ticked.add(code);
    return ticked;
  });
}

export function everything(statuses: Statuses): Choice {
  return formed(statuses, (status) => new Set(codesOf(status)));
}

/** Whether a value that was kept somewhere, as in the history, is a choice. */
export function isChoice(value: unknown): value is Choice {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        typeof item?.status === 'string' &&
        (item.subStatuses === undefined ||
          (Array.isArray(item.subStatuses) &&
            item.subStatuses.every((code: unknown) => typeof code === 'string'))),
    )
  );
}
