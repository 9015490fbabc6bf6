import type { CampaignStatus } from '~/api/campaign-status';

export type Verb = 'pause' | 'resume' | 'unschedule' | 'cancel' | 'delete';

const ALLOWED: Record<CampaignStatus, Verb[]> = {
  draft: ['delete'],
  'awaiting-approval': [],
  scheduled: ['unschedule', 'cancel'],
  processing: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  submitted: [],
  cancelled: [],
};

/** What may be done with a campaign in this state. */
export function verbsOf(status: CampaignStatus): Verb[] {
  return ALLOWED[status];
}
