import { keepPreviousData } from '@tanstack/react-query';
import { $api } from '~/api/client';
import { inDoubt } from '~/api/message-status';

/** A late answer or a receipt takes messages out of doubt while they are looked at. */
const REFRESH_MS = 10_000;

/** A page of the messages in doubt, the campaign they are of, and how many there are in all. */
export function useUnconfirmed(id: number, cursor: string) {
  const params = { params: { path: { id } } };
  const campaign = $api.useQuery('get', '/v1/campaigns/{id}', params);
  const breakdown = $api.useQuery('get', '/v1/campaigns/{id}/status-breakdown', params, {
    refetchInterval: REFRESH_MS,
  });
  const messages = $api.useQuery(
    'get',
    '/v1/campaigns/{id}/unconfirmed',
    { params: { path: { id }, query: cursor ? { cursor } : {} } },
    { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS },
  );
  return { campaign, messages, total: breakdown.data && inDoubt(breakdown.data) };
}
