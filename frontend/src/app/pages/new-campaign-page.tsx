import { NewCampaignForm } from '~/features/new-campaign/new-campaign-form';
import { RecipientImport } from '~/features/recipients/recipient-import';
import { PageHeading } from '~/ui/page-heading';

export default function NewCampaignPage() {
  return (
    <>
      <PageHeading title="New campaign" />
      <NewCampaignForm recipientImport={(props) => <RecipientImport {...props} />} />
    </>
  );
}
