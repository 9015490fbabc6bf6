import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '~/api/client';
import { oneAtATime } from './one-at-a-time';
import type { Choice } from './selection';

/** Whom the choice would reach and about what it would cost. The figures before stay until those of the choice are there. */
export function useReplayPreview(campaignId: number, choice: Choice) {
  const [inTurn] = useState(oneAtATime);
  return useQuery({
    queryKey: ['post', '/v1/campaigns/{id}/replay-preview', campaignId, choice],
    queryFn: ({ signal }) =>
      inTurn(signal, async () => {
        const { data } = await client.POST('/v1/campaigns/{id}/replay-preview', {
          params: { path: { id: campaignId } },
          body: { select: [...choice] },
        });
        if (!data) throw new Error('The answer was empty.');
        return data;
      }),
    enabled: choice.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}
