import type { QueryClient } from '@tanstack/react-query';

/** What was read of campaigns, and of the credits they hold, is asked anew where it is in sight. */
export function campaignsChanged(queryClient: QueryClient): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === 'string' && (path.startsWith('/v1/campaigns') || path.startsWith('/v1/credits')),
  });
}
