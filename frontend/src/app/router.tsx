import type { ComponentType } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { Loading } from '~/ui/faces';
import { PageFault } from './page-fault';
import { Shell } from './shell';

/** A page is loaded when it is first gone to. */
function page(load: () => Promise<{ default: ComponentType }>): Pick<RouteObject, 'lazy'> {
  return { lazy: async () => ({ Component: (await load()).default }) };
}

export const routes: RouteObject[] = [
  {
    ErrorBoundary: PageFault,
    HydrateFallback: () => <Loading label="Loading the page" />,
    children: [
      { path: '/sign-in', ...page(() => import('./pages/sign-in-page')) },
      { path: '/', element: <Navigate to="/campaigns" replace /> },
      {
        Component: Shell,
        children: [
          {
            // A page's fault leaves the shell around it.
            ErrorBoundary: PageFault,
            children: [
              { path: '/campaigns', ...page(() => import('./pages/campaigns-page')) },
              { path: '/campaigns/sms', ...page(() => import('./pages/sms-campaigns-page')) },
              { path: '/campaigns/sms/new', ...page(() => import('./pages/new-campaign-page')) },
              { path: '/campaigns/sms/:id', ...page(() => import('./pages/campaign-page')) },
              { path: '/campaigns/sms/:id/messages', ...page(() => import('./pages/messages-page')) },
              { path: '/campaigns/sms/:id/launch', ...page(() => import('./pages/launch-page')) },
              { path: '/campaigns/sms/:id/unconfirmed', ...page(() => import('./pages/unconfirmed-page')) },
              { path: '/status-codes', ...page(() => import('./pages/status-codes-page')) },
              { path: '/carriers', ...page(() => import('./pages/carriers-page')) },
              { path: '/quiet-hours', ...page(() => import('./pages/quiet-hours-page')) },
              { path: '/alerts', ...page(() => import('./pages/alerts-page')) },
              { path: '*', ...page(() => import('./pages/not-found-page')) },
            ],
          },
        ],
      },
    ],
  },
];
