import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';

/** Replays beyond these are told together: the tree below names each with its figures. */
const NAMED_REPLAYS = 3;

/**
 * "Of 100 people 80 were reached by the first, 12 more by this replay." Each person counts once, for the first campaign
 * that reached them. `current` is the campaign whose page it stands on.
 */
export function reachInWords({ rootId, campaign, reach }: Schemas['Lineage'], current: number): string {
  const { people, reached, neverReached, steps } = reach;
  const of = `Of ${formatCountOf(people, 'person', 'people')}`;
  const never = neverReached > 0 ? ` Not reached so far: ${formatCount(neverReached)}.` : '';
  const replays = steps.filter(({ campaignId }) => campaignId !== rootId);
  if (replays.length === 0) return `${of} ${formatCount(reached)} ${were(reached)} reached.${never}`;

  const names = namesIn(campaign);
  const named =
    replays.length <= NAMED_REPLAYS ? replays : replays.filter((step) => step.campaignId === current);
  const others = replays.filter((step) => !named.includes(step));
  const first = steps.find(({ campaignId }) => campaignId === rootId)?.additional ?? 0;
  const more = named.map(({ campaignId, additional }) =>
    campaignId === current
      ? `${formatCount(additional)} more by this replay`
      : `${formatCount(additional)} more by “${names.get(campaignId) ?? campaignId}”`,
  );
  if (others.length > 0) {
    const additional = others.reduce((sum, step) => sum + step.additional, 0);
    more.push(
      `${formatCount(additional)} more by ${formatCountOf(others.length, named.length > 0 ? 'other replay' : 'replay')}`,
    );
  }
  return `${of} ${formatCount(first)} ${were(first)} reached by the first, ${listed(more)}.${never}`;
}

function namesIn(campaign: Schemas['LineageCampaign'], names = new Map<number, string>()) {
  names.set(campaign.id, campaign.name);
  for (const child of campaign.children) namesIn(child, names);
  return names;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function listed(parts: string[]): string {
  return list.format(parts);
}
