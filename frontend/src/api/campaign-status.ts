import type { Schemas } from './client';

export type CampaignStatus = Schemas['CampaignStatus'];

const WORDS: Record<CampaignStatus, string> = {
  draft: 'Draft',
  'awaiting-approval': 'Awaiting approval',
  scheduled: 'Scheduled',
  processing: 'Processing',
  paused: 'Paused',
  submitted: 'Submitted',
  cancelled: 'Cancelled',
};

const TONES = {
  draft: 'neutral',
  'awaiting-approval': 'warn',
  scheduled: 'busy',
  processing: 'busy',
  paused: 'warn',
  submitted: 'good',
  cancelled: 'bad',
} as const satisfies Record<CampaignStatus, string>;

/** In the order of a campaign's life. */
export const CAMPAIGN_STATUSES = Object.keys(WORDS) as CampaignStatus[];

export function campaignStatusWord(status: CampaignStatus): string {
  return WORDS[status];
}

export function campaignStatusTone(status: CampaignStatus) {
  return TONES[status];
}
