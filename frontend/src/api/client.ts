import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { offline, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Whatever is not 2xx is thrown as a Problem, an answer that never came too. */
const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
  },
  onError({ error, request }) {
    // A request that was called off is no news for anybody.
    if (request.signal.aborted) return undefined;
    return error instanceof TypeError ? offline(new URL(request.url).pathname) : undefined;
  },
};

export const client = createFetchClient<paths>({
  baseUrl: globalThis.location.origin,
  // Looked up at each call: the tests put their own in its place after this module was read.
  fetch: (request) => globalThis.fetch(request),
});
client.use(throwProblems);

export const $api = createQueryClient(client);
