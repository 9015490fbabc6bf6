import { keepPreviousData } from '@tanstack/react-query';
import { $api } from '~/api/client';
import { asQuery, type MessageFilter } from './use-message-filter';

/** A page of messages; the one before stays in sight until it has come. */
export function useMessages(
  campaignId: number,
  filter: MessageFilter,
  cursor: string,
  refetchInterval: number | false,
) {
  const query = { ...asQuery(filter), ...(cursor && { cursor }) };
  return $api.useQuery(
    'get',
    '/v1/campaigns/{id}/messages',
    { params: { path: { id: campaignId }, query } },
    { placeholderData: keepPreviousData, refetchInterval },
  );
}
