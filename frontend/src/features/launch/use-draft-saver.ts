import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { $api } from '~/api/client';
import { type Draft, draftQuery, patchDraft, readDraft } from './draft';
import { DraftSaver } from './draft-saver';

/**
 * By campaign, those that have something unsaved though their page was left: a session that ended leads to sign-in, and
 * back to what was typed.
 */
const left = new WeakMap<QueryClient, Map<number, DraftSaver>>();

export function useDraftSaver(id: number) {
  const queryClient = useQueryClient();
  const [saver] = useState(() => saverOf(queryClient, id));
  const state = useSyncExternalStore(saver.subscribe, saver.state);
  useEffect(() => {
    const savers = saversOf(queryClient);
    savers.set(id, saver);
    if (saver.dirty) void saver.flush();
    const onHidden = () => {
      if (document.visibilityState === 'hidden') void saver.flush({ keepalive: true });
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      const { phase } = saver.state();
      if (saver.dirty && (phase === 'refused' || phase === 'conflict')) event.preventDefault();
    };
    document.addEventListener('visibilitychange', onHidden);
    globalThis.addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      globalThis.removeEventListener('beforeunload', onUnload);
      void saver.flush().then((saved) => {
        if (saved && !saver.watched) savers.delete(id);
      });
    };
  }, [queryClient, id, saver]);
  return { saver, ...state };
}

function saversOf(queryClient: QueryClient): Map<number, DraftSaver> {
  const savers = left.get(queryClient) ?? new Map<number, DraftSaver>();
  left.set(queryClient, savers);
  return savers;
}

function saverOf(queryClient: QueryClient, id: number): DraftSaver {
  const known = saversOf(queryClient).get(id);
  if (known) return known;
  return new DraftSaver({
    // As mutations, so that the page's one error policy sees them.
    patch: (edits, etag, keepalive) =>
      mutate(queryClient, () => patchDraft(id, edits, etag, keepalive)).then((draft) => {
        void queryClient.invalidateQueries({ queryKey: $api.queryOptions('get', '/v1/campaigns').queryKey });
        return draft;
      }),
    read: () => mutate(queryClient, () => readDraft(id)),
    onDraft: (draft) => showDraft(queryClient, draft),
  });
}

export function showDraft(queryClient: QueryClient, draft: Draft): void {
  const { id } = draft.campaign;
  queryClient.setQueryData(draftQuery(id).queryKey, draft);
  queryClient.setQueryData(
    $api.queryOptions('get', '/v1/campaigns/{id}', { params: { path: { id } } }).queryKey,
    draft.campaign,
  );
}

function mutate<T>(queryClient: QueryClient, mutationFn: () => Promise<T>): Promise<T> {
  return queryClient.getMutationCache().build<T, Error, void, unknown>(queryClient, { mutationFn }).execute();
}
