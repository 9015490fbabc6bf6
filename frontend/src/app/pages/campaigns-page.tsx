import { ChannelChoice } from '~/features/channels/channel-choice';
import { PageHeading } from '~/ui/page-heading';

export default function CampaignsPage() {
  return (
    <>
      <PageHeading title="Campaigns" />
      <ChannelChoice />
    </>
  );
}
