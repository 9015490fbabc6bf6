import type { Schemas } from '~/api/client';
import { CampaignActions } from '~/features/campaign-actions/campaign-actions';
import { ReplayMenuItem } from '~/features/replay/replay-menu-item';

/** The three dots of a campaign, with all that may be done with it. */
export function CampaignMenu({
  campaign,
  onDeleted,
}: {
  campaign: Schemas['Campaign'];
  onDeleted?: () => void;
}) {
  return (
    <CampaignActions campaign={campaign} {...(onDeleted && { onDeleted })}>
      <ReplayMenuItem campaign={campaign} />
    </CampaignActions>
  );
}
