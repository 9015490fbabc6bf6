import { useNavigate } from 'react-router';
import { CampaignOverview } from '~/features/campaign/campaign-overview';
import { ReplayButton } from '~/features/replay/replay-button';
import { ReplayDialog } from '~/features/replay/replay-dialog';
import { CampaignMenu } from './campaign-menu';
import { WithCampaignId } from './with-campaign-id';

export default function CampaignPage() {
  const navigate = useNavigate();
  return (
    <WithCampaignId>
      {(id) => (
        <>
          <CampaignOverview
            id={id}
            actions={(campaign) => (
              <>
                <ReplayButton campaign={campaign} />
                <CampaignMenu campaign={campaign} onDeleted={() => navigate('/campaigns/sms')} />
              </>
            )}
          />
          <ReplayDialog />
        </>
      )}
    </WithCampaignId>
  );
}
