import { useMutation, useQueryClient } from '@tanstack/react-query';
import { $api, client } from '~/api/client';
import type { Hours } from './hours';

/**
 * Makes one change to what stands there now. The API replaces the whole list and knows no versions of it, so it is read
 * a moment before: what somebody else changed meanwhile is kept.
 */
export function useChangeHours() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (change: (items: Hours[]) => Hours[]) => {
      const { data: present } = await client.GET('/v1/quiet-hours');
      if (!present) throw new TypeError('The answer has no quiet hours.');
      const { data } = await client.PUT('/v1/quiet-hours', { body: { items: change(present.items) } });
      return data;
    },
    onSuccess: (now) => queryClient.setQueryData($api.queryOptions('get', '/v1/quiet-hours').queryKey, now),
  });
}
