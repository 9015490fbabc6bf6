import { CampaignOverview } from '~/features/campaign/campaign-overview';
import { ReplayLink } from '~/features/campaign/replay-link';
import { ReplayDialog } from '~/features/replay/replay-dialog';
import { WithCampaignId } from './with-campaign-id';

export default function CampaignPage() {
  return (
    <WithCampaignId>
      {(id) => (
        <>
          <CampaignOverview id={id} actions={(campaign) => <ReplayLink campaign={campaign} />} />
          <ReplayDialog />
        </>
      )}
    </WithCampaignId>
  );
}
