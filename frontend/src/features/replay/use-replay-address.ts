import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** The pop-up lies in the address as `?replay=<id>`: a link, reload and back open and close it. */
export function useReplayAddress() {
  const [search] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const named = search.get('replay') ?? '';
  const campaignId = /^[1-9]\d{0,14}$/.test(named) ? Number(named) : null;

  const at = (id: number | null) => {
    const params = new URLSearchParams(search);
    if (id === null) params.delete('replay');
    else params.set('replay', String(id));
    return { search: params.toString() };
  };
  const openedHere = (state as { replayOpened?: unknown } | null)?.replayOpened === true;
  return {
    campaignId,
    open: (id: number) => navigate(at(id), { state: { replayOpened: true }, flushSync: true }),
    // Whoever came by a link has no page of ours before this one.
    close: () => (openedHere ? navigate(-1) : navigate(at(null), { replace: true })),
  };
}
