import { HttpResponse, http } from 'msw';
import type { Schemas } from '~/api/client';
import { aCampaign, notSubmitted } from './campaigns';
import { problem } from './server';

type Campaign = Schemas['Campaign'];

/** A draft for two that has its text and its recipients. */
export function campaign(more: Partial<Campaign> = {}): Campaign {
  return aCampaign({
    id: 124,
    rootId: 124,
    name: '2026-11-23 09:05:12',
    status: 'draft',
    body: 'Hello {name}',
    variables: ['name', 'day'],
    recipients: 2,
    counts: { queued: 2, sent: 0, delivered: 0, undelivered: 0, notSent: 0 },
    replay: notSubmitted,
    createdAt: '2026-11-23T03:35:12Z',
    submittedAt: null,
    settledAt: null,
    cost: { estimated: null, charged: { amount: '0.0000', currency: 'EUR' } },
    ...more,
  });
}

const eur = (amount: string) => ({ amount, currency: 'EUR' });

export function estimate(more: Partial<Schemas['CostEstimate']> = {}): Schemas['CostEstimate'] {
  return {
    recipients: 2,
    skipped: [{ reason: 'opt-out', count: 1 }],
    segments: 2,
    encoding: 'GSM-7',
    lines: [{ country: 'IN', recipients: 2, segments: 2, unitPrice: eur('0.0450'), subtotal: eur('0.0900') }],
    total: eur('0.0900'),
    credits: {
      available: eur('87.5000'),
      after: eur('87.4100'),
      sufficient: true,
      shortfall: eur('0.0000'),
    },
    estimateId: 42,
    validUntil: '2026-11-23T04:00:00Z',
    ...more,
  };
}

/** One draft as the API keeps it, and what was asked of it. */
export function draftServer(first: Campaign = campaign()) {
  const kept = { campaign: first, version: 1 };
  const patches: { body: Partial<Campaign>; ifMatch: string | null }[] = [];
  const launches: { key: string | null; body: Schemas['Launch'] }[] = [];
  const answer = () => HttpResponse.json(kept.campaign, { headers: { ETag: `"${kept.version}"` } });
  const change = (changes: Partial<Campaign>) => {
    kept.campaign = { ...kept.campaign, ...changes };
    kept.version += 1;
  };
  const handlers = [
    http.get('/v1/campaigns/124', answer),
    http.patch<never, Partial<Campaign>>('/v1/campaigns/124', async ({ request }) => {
      const body = await request.json();
      const ifMatch = request.headers.get('If-Match');
      patches.push({ body, ifMatch });
      if (ifMatch !== `"${kept.version}"`)
        return problem(412, 'lost-update', 'Somebody else changed it meanwhile', 'Read it again.');
      change({ ...body, ...(body.name !== undefined && { name: body.name.trim() }) });
      return answer();
    }),
    http.get('/v1/sender-ids', () =>
      HttpResponse.json({
        items: [
          { id: 1, sender: 'RPLDMO', route: 'transactional', countries: [] },
          { id: 2, sender: 'OTHER', route: 'promotional', countries: [] },
        ],
        nextCursor: null,
      } satisfies Schemas['SenderIdPage']),
    ),
    http.post<never, { text: string }>('/v1/sms-text/analysis', async ({ request }) => {
      const { text } = await request.json();
      return HttpResponse.json(analysisOf(text));
    }),
    http.post<never, Schemas['TextToPreview']>('/v1/campaigns/124/text-preview', async ({ request }) => {
      const { body } = await request.json();
      const second = new URL(request.url).searchParams.has('cursor');
      return HttpResponse.json({
        items: [
          second
            ? {
                recipient: '+919812345679',
                text: null,
                encoding: null,
                segments: null,
                missing: ['name'],
              }
            : {
                recipient: '+919812345678',
                text: (body ?? '').replace('{name}', 'Asha'),
                encoding: 'GSM-7',
                segments: 1,
                missing: [],
              },
        ],
        nextCursor: second ? null : 'Mh8',
      } satisfies Schemas['TextPreviewPage']);
    }),
    http.post('/v1/campaigns/124/cost-estimate', () => HttpResponse.json(estimate())),
    http.post<never, Schemas['Launch']>('/v1/campaigns/124/launch', async ({ request }) => {
      launches.push({ key: request.headers.get('Idempotency-Key'), body: await request.json() });
      change({ status: 'processing' });
      return launched();
    }),
  ];
  return { kept, change, patches, launches, handlers };
}

export function launched() {
  return HttpResponse.json(
    {
      campaignId: 124,
      status: 'processing',
      message: 'Campaign Submitted Successfully! campaignid: 124',
    } satisfies Schemas['Launched'],
    { status: 202 },
  );
}

/** As the API would tell it, of the texts in these tests. */
function analysisOf(text: string): Schemas['SmsTextAnalysis'] {
  const forcing = [...text.matchAll(/[“”😀]/gu)].map(({ 0: char, index }) => ({
    char,
    offset: index,
    suggestion: char === '😀' ? null : '"',
  }));
  return forcing.length > 0
    ? { encoding: 'UCS-2', segments: 1, units: text.length, remaining: 70 - text.length, forcing }
    : { encoding: 'GSM-7', segments: 1, units: text.length, remaining: 160 - text.length, forcing };
}
