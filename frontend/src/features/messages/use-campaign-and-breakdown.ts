import { $api } from '~/api/client';

/** While messages still move; the campaign's own page follows them more closely. */
const REFRESH_MS = 5_000;

/** The campaign's name and its figures by status, asked anew until they are settled. */
export function useCampaignAndBreakdown(id: number) {
  const params = { params: { path: { id } } };
  const campaign = $api.useQuery('get', '/v1/campaigns/{id}', params, {
    refetchInterval: ({ state: { data } }) => (data?.submittedAt && !data.settledAt ? REFRESH_MS : false),
  });
  const moving = Boolean(campaign.data?.submittedAt && !campaign.data.settledAt);
  const refetchInterval = moving && REFRESH_MS;
  const breakdown = $api.useQuery('get', '/v1/campaigns/{id}/status-breakdown', params, { refetchInterval });
  return { campaign, breakdown, refetchInterval };
}
