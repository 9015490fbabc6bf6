import { LaunchForm } from '~/features/launch/launch-form';
import { PageHeading } from '~/ui/page-heading';
import { WithCampaignId } from './with-campaign-id';

export default function LaunchPage() {
  return (
    <WithCampaignId>
      {(id) => (
        <>
          <PageHeading title="Launch Campaigns" />
          <LaunchForm campaignId={id} />
        </>
      )}
    </WithCampaignId>
  );
}
