import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import type { Schemas } from '~/api/client';

export const session: Schemas['Session'] = {
  user: { id: 7, email: 'asha@example.org', role: 'admin', operator: false },
  apiKey: null,
  account: { id: 3, name: 'Acme', currency: 'EUR', zone: 'Asia/Kolkata' },
};

/** A problem as the API writes it; `more` are its own members. */
export function problem(
  status: number,
  slug: string,
  title: string,
  detail: string,
  more: object = {},
  headers = {},
) {
  return HttpResponse.json(
    { type: `/problems/${slug}`, title, status, detail, instance: '/v1', ...more },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );
}

export const unauthenticated = () =>
  problem(401, 'unauthenticated', 'Who is asking?', 'The request carries no credential.');

/** The session of somebody with this role. */
export const sessionAs = (role: Schemas['Role']) =>
  http.get('/v1/session', () =>
    HttpResponse.json({ ...session, user: session.user && { ...session.user, role } }),
  );

/** What the shell asks for. A test adds what its own page asks with `server.use`. */
export const server = setupServer(
  http.get('/v1/session', () => HttpResponse.json(session)),
  http.get('/v1/alerts', () => HttpResponse.json({ items: [] } satisfies Schemas['AlertList'])),
  http.get('/v1/credits', () =>
    HttpResponse.json({
      available: '87.5000',
      reserved: '12.5000',
      currency: 'EUR',
    } satisfies Schemas['Credits']),
  ),
);
