import { $api, type Schemas } from './client';

export type Role = Schemas['Role'];

const RANKS: Role[] = ['viewer', 'sender', 'approver', 'admin'];

/** Who is signed in, and the account with its zone and currency. Asked once; a 401 anywhere leads to sign-in. */
export function useSession() {
  return $api.useQuery('get', '/v1/session', {}, { staleTime: Number.POSITIVE_INFINITY });
}

/** Whether the user's role covers the one that is needed; false until it is known. */
export function useAllows(needed: Role): boolean {
  const session = useSession().data;
  const role = session?.user?.role ?? session?.apiKey?.role;
  return role !== undefined && RANKS.indexOf(role) >= RANKS.indexOf(needed);
}
