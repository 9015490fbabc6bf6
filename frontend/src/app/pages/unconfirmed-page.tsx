import { UnconfirmedList } from '~/features/unconfirmed/unconfirmed-list';
import { WithCampaignId } from './with-campaign-id';

export default function UnconfirmedPage() {
  return <WithCampaignId>{(id) => <UnconfirmedList campaignId={id} />}</WithCampaignId>;
}
