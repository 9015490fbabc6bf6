import type { Schemas } from '~/api/client';

/** A campaign of 100 that was submitted and may be replayed, but for what is said otherwise. */
export function aCampaign(otherwise: Partial<Schemas['Campaign']> = {}): Schemas['Campaign'] {
  return {
    id: 4,
    name: 'Spring offer',
    status: 'submitted',
    senderId: 1,
    route: 'transactional',
    body: 'Hello',
    templateId: null,
    variableDefaults: {},
    variables: [],
    recipients: 100,
    counts: { queued: 0, sent: 4, delivered: 80, undelivered: 13, notSent: 3 },
    pauseReason: null,
    waitingFor: null,
    replayOf: null,
    rootId: 4,
    replay: { eligible: true, reason: null, from: '2026-11-21T09:05:00Z', until: '2026-12-20T09:05:00Z' },
    createdAt: '2026-11-20T08:58:00Z',
    scheduledAt: null,
    submittedAt: '2026-11-20T09:05:00Z',
    settledAt: null,
    cost: {
      estimated: { amount: '1.2000', currency: 'EUR' },
      charged: { amount: '1.1900', currency: 'EUR' },
    },
    ...otherwise,
  };
}

export const tooRecent: Schemas['Eligibility'] = {
  eligible: false,
  reason: 'too-recent',
  from: '2026-11-24T09:05:00Z',
  until: '2026-12-23T09:05:00Z',
};

export const windowClosed: Schemas['Eligibility'] = {
  eligible: false,
  reason: 'window-closed',
  from: '2026-10-15T09:05:00Z',
  until: '2026-11-14T09:05:00Z',
};

export const notSubmitted: Schemas['Eligibility'] = {
  eligible: false,
  reason: 'not-submitted',
  from: null,
  until: null,
};
