import { $api } from '~/api/client';

export function useSignOut(onSignedOut: () => void) {
  return $api.useMutation('delete', '/v1/session', { onSuccess: onSignedOut });
}
