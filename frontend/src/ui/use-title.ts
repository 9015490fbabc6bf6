import { useEffect } from 'react';

/** Names the document, as tabs, history and screen readers do: "Status codes · Replay". */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Replay`;
  }, [title]);
}
