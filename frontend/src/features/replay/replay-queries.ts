import { queryOptions } from '@tanstack/react-query';
import { $api } from '~/api/client';

export function breakdownOf(campaignId: number) {
  return $api.queryOptions('get', '/v1/campaigns/{id}/status-breakdown', {
    params: { path: { id: campaignId } },
  });
}

export function originalOf(campaignId: number) {
  return $api.queryOptions('get', '/v1/campaigns/{id}', { params: { path: { id: campaignId } } });
}

/** The words of the statuses; they change with a new carrier, not while somebody looks. */
export function statusCatalogue() {
  return $api.queryOptions('get', '/v1/sms-statuses', {}, { staleTime: 300_000 });
}

/**
 * The pop-up's inside is fetched when somebody is about to open it. Not by React's `lazy`: that shows its fallback for at
 * least 300 ms, whenever the file comes.
 */
export function replayForm() {
  return queryOptions({
    queryKey: ['replay-form'],
    queryFn: () => import('./replay-form'),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
