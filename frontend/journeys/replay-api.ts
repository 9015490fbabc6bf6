import { readFileSync } from 'node:fs';
import { type APIRequestContext, expect, type PlaywrightWorkerArgs } from '@playwright/test';
import type { components } from '../src/api/schema';

type Campaign = components['schemas']['Campaign'];

/** What a journey needs to have happened before: made by the real API, sent through the real simulator. */
export class ReplayApi {
  readonly #request: APIRequestContext;

  constructor(request: APIRequestContext) {
    this.#request = request;
  }

  static async of(
    playwright: PlaywrightWorkerArgs['playwright'],
    baseURL: string,
    key?: string,
  ): Promise<ReplayApi> {
    const secret = key ?? readFileSync(`${process.env.JOURNEYS_DATA}/demo-api-key`, 'utf8').trim();
    return new ReplayApi(
      await playwright.request.newContext({ baseURL, extraHTTPHeaders: { 'api-key': secret } }),
    );
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.#request.get(path);
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, data?: unknown): Promise<T> {
    const answer = await this.#request.post(path, data === undefined ? {} : { data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  async put<T>(path: string, data: unknown): Promise<T> {
    const answer = await this.#request.put(path, { data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  campaign(id: number): Promise<Campaign> {
    return this.get(`/v1/campaigns/${id}`);
  }

  /** The campaign of the demo, or of a journey, with this name. */
  async named(name: string): Promise<Campaign> {
    const page = await this.get<{ items: Campaign[] }>(
      `/v1/campaigns?limit=200&q=${encodeURIComponent(name)}`,
    );
    const found = page.items.find((campaign) => campaign.name === name);
    if (!found) throw new Error(`There is no campaign ${name}.`);
    return found;
  }

  /** A draft with recipients, whose last two digits choose what will become of their messages. */
  async draft(name: string, body: string, csv: string): Promise<Campaign> {
    const senders = await this.get<{ items: { id: number; route: string }[] }>('/v1/sender-ids');
    const sender = senders.items[0];
    if (!sender) throw new Error('The account has no sender ID.');
    const draft = await this.post<Campaign>('/v1/campaigns', {
      name,
      body,
      senderId: sender.id,
      route: sender.route,
    });
    const imported = await this.#request.put(`/v1/campaigns/${draft.id}/recipients`, {
      headers: { 'Content-Type': 'text/csv' },
      data: csv,
    });
    expect(imported.ok(), await imported.text()).toBe(true);
    return this.campaign(draft.id);
  }

  async launch(id: number): Promise<void> {
    const { estimateId } = await this.post<{ estimateId: number }>(`/v1/campaigns/${id}/cost-estimate`);
    await this.post(`/v1/campaigns/${id}/launch`, { estimateId });
  }

  async submitted(id: number): Promise<void> {
    await expect.poll(async () => (await this.campaign(id)).status, { timeout: 60_000 }).toBe('submitted');
  }
}
