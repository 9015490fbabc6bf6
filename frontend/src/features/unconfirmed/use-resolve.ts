import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { campaignsChanged } from '~/api/campaign-cache';
import { client, type Schemas } from '~/api/client';
import { newIdempotencyKey } from '~/api/idempotency';
import { asProblem } from '~/api/problem';

type Resolve = Schemas['Resolve'];

/** Decides what became of messages. A lost answer is asked again with the same key, so that nothing is sent twice. */
export function useResolve(campaignId: number) {
  const queryClient = useQueryClient();
  const lost = useRef<{ wish: string; key: string } | null>(null);
  return useMutation({
    mutationFn: async (body: Resolve) => {
      const wish = JSON.stringify(body);
      if (lost.current?.wish !== wish) lost.current = { wish, key: newIdempotencyKey() };
      const { data } = await client.POST('/v1/campaigns/{id}/unconfirmed/resolve', {
        params: { path: { id: campaignId }, header: { 'Idempotency-Key': lost.current.key } },
        body,
      });
      return data as Schemas['Resolved'];
    },
    onError: (error) => {
      // What was refused is a new wish when it is asked again: the refusal would be told again to the old one.
      if (!asProblem(error).passing) lost.current = null;
    },
    onSuccess: () => {
      lost.current = null;
    },
    // Refused or not: some may no longer be in doubt.
    onSettled: () => {
      campaignsChanged(queryClient);
    },
  });
}
