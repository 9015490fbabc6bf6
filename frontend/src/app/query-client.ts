import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem } from '~/api/problem';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** A 401 of this one is an answer to show, not the end of a session: the sign-in itself. */
      answers401?: boolean;
    };
  }
}

const ASK_AGAIN_MS = 3_000;

/** The one error policy. Everything else is shown where it was asked for. */
export function createQueryClient(onSessionEnded: () => void): QueryClient {
  const ended = (error: unknown) => {
    if (asProblem(error).status === 401) onSessionEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: ended }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!mutation.meta?.answers401) ended(error);
      },
    }),
    defaultOptions: {
      queries: {
        // 503 and offline heal by themselves: ask until they do, while the banner says so.
        retry: (_count, error) => asProblem(error).passing,
        retryDelay: (_count, error) => {
          const seconds = asProblem(error).retryAfter;
          return seconds === undefined ? ASK_AGAIN_MS : Math.min(seconds * 1_000, 10_000);
        },
        // The browser's own idea of "online" says nothing of the service: it may be on this machine.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 2_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
