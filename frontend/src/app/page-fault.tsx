import { useRouteError } from 'react-router';
import { ProblemAlert } from '~/ui/problem-alert';

/** A page that threw or could not be fetched, as after a new version was installed: loading anew mends the second. */
export function PageFault() {
  const error = useRouteError();
  return (
    <ProblemAlert
      error={error}
      onRetry={() => globalThis.location.reload()}
      next="Load the page again. If it happens again, tell your operator."
    />
  );
}
