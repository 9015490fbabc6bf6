import { Button, Card, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Schemas } from '~/api/client';
import { useAllows } from '~/api/session';
import { formatCountOf } from '~/ui/count';
import { Instant } from '~/ui/instant';
import { Money } from '~/ui/money';
import { useZone } from '~/ui/zone';
import { CampaignFacts } from './campaign-facts';
import classes from './campaign-overview.module.css';
import { Lineage } from './lineage';
import { SenderName } from './sender-name';

/** What a campaign that has not gone out is going to do, and the way to its Launch page. */
export function CampaignPlan({ campaign }: { campaign: Schemas['Campaign'] }) {
  const maySend = useAllows('sender');
  return (
    <div className={classes.columns}>
      <div>
        <Card withBorder padding="lg" mb="lg" component="section" aria-labelledby="plan">
          <Title order={2} size="h4" mb="sm" id="plan">
            What it is going to do
          </Title>
          <Text mb="md">
            <Plan campaign={campaign} />
            {campaign.sendBefore && (
              <>
                {' '}
                What has not gone out by <Instant at={campaign.sendBefore} /> is not sent.
              </>
            )}
          </Text>
          <div>
            <Button component={Link} to={`/campaigns/sms/${campaign.id}/launch`}>
              {campaign.status === 'draft' && maySend
                ? 'Continue to Launch Campaigns'
                : 'See it on Launch Campaigns'}
            </Button>
          </div>
        </Card>
        {campaign.replayOf && <Lineage campaignId={campaign.id} moving={false} />}
      </div>
      <CampaignFacts campaign={campaign} />
    </div>
  );
}

function Plan({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { status, recipients, senderId, scheduledAt, cost } = campaign;
  const zone = useZone();
  if (recipients === 0) return 'It has no recipients yet. Add them first, then launch it.';
  const whom = (
    <>
      {formatCountOf(recipients, 'recipient')} from <SenderName id={senderId} />
    </>
  );
  if (status === 'scheduled' && scheduledAt)
    return (
      <>
        It goes out on <Instant at={scheduledAt} /> ({zone}) to {whom}
        {cost.estimated && (
          <>
            , and costs up to <Money value={cost.estimated} />
          </>
        )}
        .
      </>
    );
  if (status === 'awaiting-approval') return <>Once it is approved it goes out to {whom}.</>;
  return <>Nothing has been sent. Once it is launched it goes out to {whom}.</>;
}
