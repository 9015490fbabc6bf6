import { $api } from '~/api/client';

const REFRESH_MS = 20_000;

/** What needs attention now, the worst first. What is over leaves by itself. */
export function useAlerts() {
  return $api.useQuery('get', '/v1/alerts', {}, { refetchInterval: REFRESH_MS });
}
