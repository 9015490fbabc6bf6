const HOME = '/campaigns';

/** Where to sign in, and come back from to `here`. */
export function signInPath(here: string): string {
  return here === '/' || here === HOME ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`;
}

/** The place on this page that `next` names; whatever leads elsewhere is the start instead. */
export function nextPath(next: string | null): string {
  if (!next?.startsWith('/')) return HOME;
  const { origin } = globalThis.location;
  const url = URL.canParse(next, origin) ? new URL(next, origin) : null;
  // A path of two slashes, as `/.//elsewhere` becomes, would be read as a host when it is navigated to.
  if (url?.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/sign-in') return HOME;
  return url.pathname + url.search + url.hash;
}
