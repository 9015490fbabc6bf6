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
