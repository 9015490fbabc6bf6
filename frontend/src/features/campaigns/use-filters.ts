import { useNavigate, useSearchParams } from 'react-router';
import { parseDay } from '~/ui/day';

export interface Filters {
  q: string;
  status: string;
  /** The first and the last day of creation, as in the address. */
  from: string;
  to: string;
}

const NAMES = ['q', 'status', 'from', 'to'] as const satisfies (keyof Filters)[];

/** What the listing is narrowed to. It lies in the address, so that reload, back and a link show the same. */
export function useFilters() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const filters: Filters = {
    q: search.get('q') ?? '',
    status: search.get('status') ?? '',
    from: parseDay(search.get('from')) ?? '',
    to: parseDay(search.get('to')) ?? '',
  };
  /** Resolves when the page shows it. Another choice begins at the first page. */
  const change = async (changed: Partial<Filters>) => {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changed)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    params.delete('cursor');
    await navigate({ search: params.toString() }, { replace: true, flushSync: true });
  };
  return {
    filters,
    cursor: search.get('cursor') ?? undefined,
    change,
    clear: () => change({ q: '', status: '', from: '', to: '' }),
    narrowed: NAMES.some((name) => search.has(name)),
    /** Something that can be cleared, be it an address that leads nowhere. */
    clearable: NAMES.some((name) => search.has(name)) || search.has('cursor'),
  };
}
