import { LaunchForm } from '~/features/launch/launch-form';
import { RecipientImport } from '~/features/recipients/recipient-import';
import { PageHeading } from '~/ui/page-heading';
import { WithCampaignId } from './with-campaign-id';

export default function LaunchPage() {
  return (
    <WithCampaignId>
      {(id) => (
        <>
          <PageHeading title="Launch Campaigns" />
          <LaunchForm campaignId={id} recipientImport={(props) => <RecipientImport {...props} />} />
        </>
      )}
    </WithCampaignId>
  );
}
