import { lazy } from 'react';

type ReplayForm = typeof import('./replay-form').default;

let loaded: ReplayForm | undefined;

/** The pop-up's inside is fetched when somebody is about to open it. */
export async function loadReplayForm() {
  const form = await import('./replay-form');
  loaded = form.default;
  return form;
}

const LazyReplayForm = lazy(loadReplayForm);

/** Itself where it is there already: a lazy one shows its fallback first, and React then lets 300 ms pass. */
export function replayForm(): ReplayForm | typeof LazyReplayForm {
  return loaded ?? LazyReplayForm;
}
