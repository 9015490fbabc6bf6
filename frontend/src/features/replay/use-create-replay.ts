import { useMutation, useQueryClient } from '@tanstack/react-query';
import { campaignsChanged } from '~/api/campaign-cache';
import { createReplay } from './create-replay';
import type { Choice } from './selection';

export function useCreateReplay(campaignId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (choice: Choice) => createReplay(campaignId, choice),
    // Refused or not: a refusal may say that the campaign cannot be replayed any more.
    onSettled: () => {
      campaignsChanged(queryClient);
    },
  });
}
