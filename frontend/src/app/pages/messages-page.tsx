import { MessageList } from '~/features/messages/message-list';
import { PageHeading } from '~/ui/page-heading';
import { WithCampaignId } from './with-campaign-id';

export default function MessagesPage() {
  return (
    <WithCampaignId>
      {(id) => (
        <>
          <PageHeading title="Messages" />
          <MessageList campaignId={id} />
        </>
      )}
    </WithCampaignId>
  );
}
