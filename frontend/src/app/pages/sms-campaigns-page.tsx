import type { Schemas } from '~/api/client';
import { CampaignList } from '~/features/campaigns/campaign-list';
import { NewCampaignButton } from '~/features/campaigns/new-campaign-button';
import { ReplayDialog } from '~/features/replay/replay-dialog';
import { PageHeading } from '~/ui/page-heading';
import { CampaignMenu } from './campaign-menu';

const actionsOf = (campaign: Schemas['Campaign']) => <CampaignMenu campaign={campaign} />;

export default function SmsCampaignsPage() {
  return (
    <>
      <PageHeading title="SMS Campaigns">
        <NewCampaignButton />
      </PageHeading>
      <CampaignList actions={actionsOf} />
      <ReplayDialog />
    </>
  );
}
