import { usePrefetchQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '~/api/client';
import { breakdownOf, originalOf, replayForm, statusCatalogue } from './replay-queries';
import { useReplayAddress } from './use-replay-address';

/** What every **Replay Campaign** does: `prepare` while it is pointed at or has the focus, `open` when it is pressed. */
export function useReplayOpening({ id, replay }: Schemas['Campaign']) {
  const { open } = useReplayAddress();
  const queryClient = useQueryClient();
  // The same for every campaign, so it is there before anybody points at it; a finger never points.
  usePrefetchQuery(replayForm());
  return {
    // Who points at it is about to click: the pop-up is then there at once, also for a million messages.
    prepare: () => {
      if (!replay.eligible) return;
      // What cannot be had now is asked for again, and its failure told, when the pop-up opens.
      queryClient.prefetchQuery(breakdownOf(id));
      queryClient.prefetchQuery(originalOf(id));
      queryClient.prefetchQuery(statusCatalogue());
    },
    open: () => open(id),
  };
}
