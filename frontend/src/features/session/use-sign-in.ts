import { useQueryClient } from '@tanstack/react-query';
import { $api } from '~/api/client';

export function useSignIn(onSignedIn: () => void) {
  const queryClient = useQueryClient();
  return $api.useMutation('post', '/v1/session', {
    meta: { answers401: true },
    onSuccess: (session) => {
      // Whoever used the page before may have been of another account.
      queryClient.clear();
      queryClient.setQueryData($api.queryOptions('get', '/v1/session', {}).queryKey, session);
      onSignedIn();
    },
  });
}
