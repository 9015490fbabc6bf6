import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { $api } from '~/api/client';
import { followProgress } from './progress-stream';

const AT_MOST_EVERY_MS = 1_000;

/** Asks anew what became of a campaign whenever it moved, at most once a second and one request of each kind at a time. */
export function useLiveCampaign(id: number, moving: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!moving) return;
    const params = { params: { path: { id } } };
    const figures = [
      $api.queryOptions('get', '/v1/campaigns/{id}', params).queryKey,
      $api.queryOptions('get', '/v1/campaigns/{id}/status-breakdown', params).queryKey,
    ];
    // Reach per person is costly on a large line of replays: it refreshes by itself, less often, and once at the end.
    const lineage = $api.queryOptions('get', '/v1/campaigns/{id}/lineage', params).queryKey;
    const invalidate = (keys: (readonly unknown[])[]) =>
      Promise.all(
        keys.map((queryKey) => queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })),
      );

    let missed = false;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let stopped = false;
    const ask = async () => {
      if (asking) {
        missed = true;
        return;
      }
      asking = true;
      missed = false;
      await invalidate(figures);
      if (stopped) return;
      rest = setTimeout(() => {
        asking = false;
        if (missed) ask();
      }, AT_MOST_EVERY_MS);
    };
    const stop = followProgress(id, () => {
      ask();
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(rest);
      // It has settled, whether the stream said so first or the campaign itself.
      invalidate([lineage]);
    };
  }, [id, moving, queryClient]);
}
