import { MessageList } from '~/features/messages/message-list';
import { WithCampaignId } from './with-campaign-id';

export default function MessagesPage() {
  return <WithCampaignId>{(id) => <MessageList campaignId={id} />}</WithCampaignId>;
}
