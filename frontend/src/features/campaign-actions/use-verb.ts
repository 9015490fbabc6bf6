import { useMutation, useQueryClient } from '@tanstack/react-query';
import { campaignsChanged } from '~/api/campaign-cache';
import { client } from '~/api/client';
import type { Verb } from './verbs';

const REQUESTS = {
  pause: (id: number) => client.POST('/v1/campaigns/{id}/pause', { params: { path: { id } } }),
  resume: (id: number) => client.POST('/v1/campaigns/{id}/resume', { params: { path: { id } } }),
  unschedule: (id: number) => client.POST('/v1/campaigns/{id}/unschedule', { params: { path: { id } } }),
  cancel: (id: number) => client.POST('/v1/campaigns/{id}/cancel', { params: { path: { id } } }),
  delete: (id: number) => client.DELETE('/v1/campaigns/{id}', { params: { path: { id } } }),
} satisfies Record<Verb, (id: number) => Promise<unknown>>;

/** Refused or not, the campaign is asked for anew: a refusal says that it is no longer what was shown. */
export function useVerb(campaignId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (verb: Verb) => {
      await REQUESTS[verb](campaignId);
    },
    onSettled: () => {
      campaignsChanged(queryClient);
    },
  });
}
