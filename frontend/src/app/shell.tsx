import { Anchor, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useSession } from '~/api/session';
import { AlertBell } from '~/features/alerts/alert-bell';
import { Credits } from '~/features/credits/credits';
import { UserMenu } from '~/features/session/user-menu';
import { ConnectionBanner } from '~/ui/connection-banner';
import { QueryFaces } from '~/ui/faces';
import { ZoneProvider } from '~/ui/zone';
import classes from './shell.module.css';

/** What surrounds every page of who is signed in. Below it the session is known and instants are in its zone. */
export function Shell() {
  const session = useSession();
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main);
  return (
    <>
      <Anchor
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </Anchor>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to="/campaigns" className={classes.product}>
            <img src="/favicon.svg" alt="" width={28} height={28} />
            Replay
          </Link>
          <nav className={classes.nav} aria-label="Main">
            <NavLink to="/campaigns">Campaigns</NavLink>
            <NavLink to="/status-codes">Status codes</NavLink>
            <NavLink to="/carriers">Carriers</NavLink>
            <NavLink to="/quiet-hours">Quiet hours</NavLink>
          </nav>
          {session.data && (
            <div className={classes.account}>
              <VisuallyHidden component="h2">Account</VisuallyHidden>
              <div className={classes.credits}>
                <Credits />
              </div>
              <AlertBell />
              <UserMenu session={session.data} />
            </div>
          )}
        </div>
        <ConnectionBanner />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <QueryFaces query={session}>
          {({ account }) => (
            <ZoneProvider zone={account.zone}>
              <Outlet />
            </ZoneProvider>
          )}
        </QueryFaces>
      </main>
      <ScrollRestoration />
    </>
  );
}

/** A new page begins at its beginning for the keyboard and for screen readers too; filters and dialogs are no new page. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>) {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}
