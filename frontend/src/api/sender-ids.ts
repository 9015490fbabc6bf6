import { useQuery } from '@tanstack/react-query';
import { $api, client, type Schemas } from './client';

export type SenderId = Schemas['SenderId'];

const PAGE = 200;

/** All sender IDs of the account, in the order they were made: there are few, and a choice wants all of them. */
export function useSenderIds() {
  return useQuery({
    queryKey: [...$api.queryOptions('get', '/v1/sender-ids').queryKey, 'all'],
    queryFn: async ({ signal }) => {
      const all: SenderId[] = [];
      let cursor: string | null | undefined;
      do {
        const { data } = await client.GET('/v1/sender-ids', {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
          signal,
        });
        all.push(...(data?.items ?? []));
        cursor = data?.nextCursor;
      } while (cursor);
      return all;
    },
    staleTime: 60_000,
  });
}
