import { queryOptions } from '@tanstack/react-query';
import { $api, client, type Schemas } from '~/api/client';

export type Campaign = Schemas['Campaign'];

/** A campaign at the version that was read: what its changes are made to. */
export interface Draft {
  campaign: Campaign;
  etag: string;
}

/** What can be written on the launch page. */
export type Fields = Pick<
  Campaign,
  'name' | 'senderId' | 'route' | 'body' | 'templateId' | 'variableDefaults' | 'rate' | 'sendBefore'
>;

export type Edits = Partial<Fields>;

/**
 * Read at each visit, and not again behind the writer's back: a newer version comes with the next save, which tells
 * whether somebody else wrote the same field.
 */
export function draftQuery(id: number) {
  const campaignKey = $api.queryOptions('get', '/v1/campaigns/{id}', { params: { path: { id } } }).queryKey;
  return queryOptions({
    // Below the campaign's own key, so that whatever makes that stale makes this stale too.
    queryKey: [...campaignKey, 'draft'],
    queryFn: ({ signal }) => readDraft(id, signal),
    staleTime: 60_000,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export async function readDraft(id: number, signal?: AbortSignal): Promise<Draft> {
  return draftOf(
    await client.GET('/v1/campaigns/{id}', { params: { path: { id } }, ...(signal && { signal }) }),
  );
}

/** With `keepalive` the browser sends it though the page is being left. */
export async function patchDraft(id: number, edits: Edits, etag: string, keepalive: boolean): Promise<Draft> {
  const params = { path: { id }, header: { 'If-Match': etag } };
  return draftOf(await client.PATCH('/v1/campaigns/{id}', { params, body: edits, keepalive }));
}

function draftOf({ data, response }: { data?: Campaign; response: Response }): Draft {
  const etag = response.headers.get('ETag');
  if (!data || !etag) throw new TypeError('The answer has no campaign, or not its version.');
  return { campaign: data, etag };
}
