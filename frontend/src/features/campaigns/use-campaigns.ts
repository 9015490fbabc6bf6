import { keepPreviousData } from '@tanstack/react-query';
import { $api } from '~/api/client';
import { startOfDay } from '~/ui/day';
import { useZone } from '~/ui/zone';
import { refreshEvery } from './refresh-every';
import type { Filters } from './use-filters';

const PAGE = 25;

/** A page of campaigns, newest first; what was shown stays until the next is there. */
export function useCampaigns({ q, status, from, to }: Filters, cursor: string | undefined) {
  const zone = useZone();
  return $api.useQuery(
    'get',
    '/v1/campaigns',
    {
      params: {
        query: {
          ...(q && { q }),
          ...(status && { status }),
          ...(from && { from: startOfDay(from, zone) }),
          ...(to && { to: startOfDay(to, zone, 1) }),
          ...(cursor && { cursor }),
          limit: PAGE,
        },
      },
    },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => refreshEvery(state.data?.items ?? [], Date.now()),
    },
  );
}
