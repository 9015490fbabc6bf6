import { keepPreviousData } from '@tanstack/react-query';
import { $api } from '~/api/client';

/** How the text travels, by the API's own count. What was told of the text before stays until the answer is there. */
export function useTextAnalysis(text: string) {
  return $api.useQuery(
    'post',
    '/v1/sms-text/analysis',
    { body: { text } },
    { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 },
  );
}
