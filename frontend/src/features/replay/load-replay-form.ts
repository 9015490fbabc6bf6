/** The pop-up's inside is fetched when somebody is about to open it. */
export const loadReplayForm = () => import('./replay-form');
