import { useSearchParams } from 'react-router';

/** Which messages are asked for, as the address says: `?status=&subStatus=&q=`; empty is any. */
export interface MessageFilter {
  status: string;
  subStatus: string;
  q: string;
}

const NAMES = ['status', 'subStatus', 'q'] as const;

export function useMessageFilter() {
  const [search, setSearch] = useSearchParams();
  const [status, subStatus, q] = NAMES.map((name) => search.get(name) ?? '') as [string, string, string];
  return {
    filter: { status, subStatus, q },
    cursor: search.get('cursor') ?? '',
    /** Another filter begins at its first page. */
    change: (changed: Partial<MessageFilter>) =>
      setSearch((before) => {
        const params = new URLSearchParams(before);
        params.delete('cursor');
        for (const [name, value] of Object.entries(changed)) {
          if (value) params.set(name, value);
          else params.delete(name);
        }
        return params;
      }),
  };
}

/** The same filter as a query of the API: what is empty is left out. */
export function asQuery(filter: Partial<MessageFilter>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}
