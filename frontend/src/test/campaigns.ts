import type { Schemas } from '~/api/client';

/** A campaign of 100 that was sent and settled; a test says what is different. */
export function aCampaign(different: Partial<Schemas['Campaign']> = {}): Schemas['Campaign'] {
  return {
    id: 12,
    name: 'Spring offer',
    status: 'submitted',
    senderId: 1,
    route: 'transactional',
    body: 'Hi {name}, 20% off until Sunday.',
    templateId: null,
    variableDefaults: {},
    variables: ['name'],
    recipients: 100,
    counts: { queued: 0, sent: 5, delivered: 80, undelivered: 12, notSent: 3 },
    pauseReason: null,
    waitingFor: null,
    replayOf: null,
    rootId: 12,
    replay: {
      eligible: true,
      reason: null,
      from: '2026-11-21T09:05:12Z',
      until: '2026-12-20T09:05:12Z',
    },
    createdAt: '2026-11-20T09:00:00Z',
    scheduledAt: null,
    submittedAt: '2026-11-20T09:05:12Z',
    settledAt: '2026-11-23T09:05:12Z',
    cost: {
      estimated: { amount: '0.7000', currency: 'EUR' },
      charged: { amount: '0.6790', currency: 'EUR' },
    },
    ...different,
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

const SUB_STATUSES: Record<string, Omit<Schemas['SubStatusShare'], 'count' | 'share'>> = {
  DELIVRD: {
    code: 'DELIVRD',
    label: 'Delivered to Handset',
    description: 'The message reached the handset.',
    retry: 'reached',
  },
  'ABSENT-SUB': {
    code: 'ABSENT-SUB',
    label: 'Subscriber Absent',
    description: 'The subscriber could not be reached.',
    retry: 'wait',
  },
  EXPIRED: { code: 'EXPIRED', label: 'Expired', description: 'Its validity ran out.', retry: 'wait' },
  'INV-NUMBER': {
    code: 'INV-NUMBER',
    label: 'Invalid Number',
    description: 'The number is not valid.',
    retry: 'never',
  },
  'SENT - NO DLR': {
    code: 'SENT - NO DLR',
    label: 'No Delivery Receipt',
    description: 'No receipt came in time.',
    retry: 'unclear',
  },
  'SUBMIT-UNCONFIRMED': {
    code: 'SUBMIT-UNCONFIRMED',
    label: 'Unconfirmed',
    description: 'The carrier did not answer.',
    retry: 'unclear',
  },
};

type Counts = Record<string, Record<string, number>>;

/** The breakdown with these messages by status and code, in the order of the API, and so many queued. */
export function aBreakdown(
  counts: Counts = {
    Delivered: { DELIVRD: 80 },
    UnDelivered: { 'ABSENT-SUB': 8, EXPIRED: 4 },
    NotSent: { 'INV-NUMBER': 3 },
    Sent: { 'SENT - NO DLR': 5 },
  },
  queued = 0,
): Schemas['StatusBreakdown'] {
  const sum = (codes: Record<string, number> = {}) => Object.values(codes).reduce((a, b) => a + b, 0);
  const total = queued + Object.values(counts).reduce((all, codes) => all + sum(codes), 0);
  return {
    campaignId: 12,
    total,
    queued,
    asOf: '2026-11-24T10:00:00Z',
    statuses: ['Delivered', 'UnDelivered', 'NotSent', 'Sent'].map((status) => ({
      status,
      count: sum(counts[status]),
      share: sum(counts[status]) / total,
      subStatuses: Object.entries(counts[status] ?? {}).map(([code, count]) => {
        const known = SUB_STATUSES[code];
        if (!known) throw new Error(`No words for ${code} here.`);
        return { ...known, count, share: count / total };
      }),
    })),
  };
}

/** Campaigns of a line as the lineage tells them. */
export function aLineageCampaign(
  different: Partial<Schemas['LineageCampaign']> = {},
): Schemas['LineageCampaign'] {
  return {
    id: 12,
    name: 'Spring offer',
    status: 'submitted',
    createdAt: '2026-11-20T09:00:00Z',
    submittedAt: '2026-11-20T09:05:12Z',
    recipients: 100,
    counts: { queued: 0, sent: 5, delivered: 80, undelivered: 12, notSent: 3 },
    cost: {
      estimated: { amount: '0.7000', currency: 'EUR' },
      charged: { amount: '0.6790', currency: 'EUR' },
    },
    selection: [],
    children: [],
    ...different,
  };
}

export function aLineage(
  campaign = aLineageCampaign(),
  steps: Schemas['ReachStep'][] = [
    { campaignId: 12, delivered: 80, additional: 80, reached: 80, share: 0.8 },
  ],
): Schemas['Lineage'] {
  const reached = steps.at(-1)?.reached ?? 0;
  return {
    rootId: campaign.id,
    campaign,
    reach: {
      people: 100,
      reached,
      neverReached: 100 - reached,
      share: reached / 100,
      costPerReached: { amount: '0.0085', currency: 'EUR' },
      steps,
    },
    cost: campaign.cost,
  };
}
