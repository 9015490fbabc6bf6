import { client, type Schemas } from '~/api/client';
import { newIdempotencyKey } from '~/api/idempotency';
import { Problem } from '~/api/problem';
import type { Choice } from './selection';

/**
 * The draft of this choice. The key of the wish is kept for as long as the tab: asked again, as after going back or
 * after an answer was lost, the same draft comes. Where that one was deleted or launched meanwhile, a new one does.
 */
export async function createReplay(campaignId: number, choice: Choice): Promise<Schemas['Campaign']> {
  const slot = `replay ${campaignId} ${JSON.stringify(choice)}`;
  const known = sessionStorage.getItem(slot);
  if (known) {
    const { draft, repeated } = await ask(campaignId, choice, known);
    if (!repeated || (await isDraftStill(draft.id))) return draft;
  }
  const key = newIdempotencyKey();
  sessionStorage.setItem(slot, key);
  return (await ask(campaignId, choice, key)).draft;
}

async function ask(campaignId: number, choice: Choice, key: string) {
  const { data, response } = await client.POST('/v1/campaigns/{id}/replays', {
    params: { path: { id: campaignId }, header: { 'Idempotency-Key': key } },
    body: { select: [...choice] },
  });
  if (!data) throw new Error('The answer was empty.');
  return { draft: data, repeated: response.headers.get('Idempotent-Replayed') === 'true' };
}

async function isDraftStill(id: number): Promise<boolean> {
  try {
    const { data } = await client.GET('/v1/campaigns/{id}', { params: { path: { id } } });
    return data?.status === 'draft';
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false;
    throw error;
  }
}
