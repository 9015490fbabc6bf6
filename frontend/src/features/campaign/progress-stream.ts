import type { Schemas } from '~/api/client';

const POLL_MS = 3_000;

/** After the stream was refused for good it is tried anew now and then: a proxy or a restart may have been the cause. */
const REOPEN_MS = 30_000;

/**
 * Tells when a campaign may have moved: by its event stream, and while that fails by the clock. Ends by itself when the
 * campaign is settled. A page in the background holds no stream, since a browser allows but six connections to a host
 * over HTTP/1.1, and hears of everything at once when it comes to the front.
 *
 * @returns how to stop
 */
export function followProgress(id: number, onMoved: (settled: boolean) => void): () => void {
  let stream: EventSource | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const stopPolling = () => {
    clearInterval(poll);
    poll = undefined;
  };
  const hush = () => {
    stream?.close();
    stream = undefined;
    clearTimeout(reopen);
    stopPolling();
  };
  const open = () => {
    const opened = new EventSource(`/v1/campaigns/${id}/events`);
    stream = opened;
    opened.addEventListener('progress', (event) => {
      stopPolling();
      const { settledAt } = JSON.parse(event.data) as Schemas['Progress'];
      if (settledAt) stop();
      onMoved(Boolean(settledAt));
    });
    opened.addEventListener('error', () => {
      poll ??= setInterval(() => onMoved(false), POLL_MS);
      // A broken connection is taken up again by the browser; a refusal is not.
      if (opened.readyState === EventSource.CLOSED) reopen = setTimeout(open, REOPEN_MS);
    });
  };
  const onVisibility = () => {
    hush();
    if (!document.hidden) open();
  };
  const stop = () => {
    document.removeEventListener('visibilitychange', onVisibility);
    hush();
  };

  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) open();
  return stop;
}
