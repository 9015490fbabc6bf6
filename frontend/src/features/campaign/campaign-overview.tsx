import { Anchor, Button, Stack } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { $api, type Schemas } from '~/api/client';
import { QueryFaces } from '~/ui/faces';
import { PageHeading } from '~/ui/page-heading';
import { CampaignFacts } from './campaign-facts';
import classes from './campaign-overview.module.css';
import { CampaignPlan } from './campaign-plan';
import { CampaignStanding } from './campaign-standing';
import { isMoving } from './campaign-words';
import { InDoubt } from './in-doubt';
import { Lineage } from './lineage';
import { Outcome } from './outcome';
import { useLiveCampaign } from './use-live-campaign';

type Campaign = Schemas['Campaign'];

/** What became of a campaign, or what it is going to do. `actions` is what may be done with it. */
export function CampaignOverview({
  id,
  actions,
}: {
  id: number;
  actions?: (campaign: Campaign) => ReactNode;
}) {
  const campaign = $api.useQuery('get', '/v1/campaigns/{id}', { params: { path: { id } } });
  const moving = campaign.data !== undefined && isMoving(campaign.data);
  useLiveCampaign(id, moving);
  return (
    <>
      <Anchor component={Link} to="/campaigns/sms" size="sm" className={classes.back}>
        <IconChevronLeft size={16} aria-hidden />
        SMS Campaigns
      </Anchor>
      <PageHeading title={campaign.data?.name ?? `Campaign ${id}`}>
        {campaign.data && actions?.(campaign.data)}
      </PageHeading>
      <QueryFaces query={campaign}>
        {(data) => (
          <Stack gap="lg">
            <CampaignStanding campaign={data} />
            {isPlan(data) ? <CampaignPlan campaign={data} /> : <Became campaign={data} moving={moving} />}
          </Stack>
        )}
      </QueryFaces>
    </>
  );
}

function Became({ campaign, moving }: { campaign: Campaign; moving: boolean }) {
  return (
    <div className={classes.columns}>
      <Stack gap="lg">
        <InDoubt campaignId={campaign.id} />
        <Outcome campaignId={campaign.id}>
          <Button component={Link} to={`/campaigns/sms/${campaign.id}/messages`} variant="default" size="xs">
            See all messages
          </Button>
        </Outcome>
        <Lineage campaignId={campaign.id} moving={moving} />
      </Stack>
      <CampaignFacts campaign={campaign} />
    </div>
  );
}

/** Nothing of it has gone out, and nothing will before its time or somebody's word. */
function isPlan({ status, submittedAt }: Campaign): boolean {
  return status === 'draft' || status === 'awaiting-approval' || (status === 'scheduled' && !submittedAt);
}
