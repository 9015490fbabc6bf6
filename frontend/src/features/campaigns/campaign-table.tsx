import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { campaignStatusTone, campaignStatusWord } from '~/api/campaign-status';
import type { Schemas } from '~/api/client';
import { formatCount } from '~/ui/count';
import { Instant } from '~/ui/instant';
import { ToneBadge } from '~/ui/tone-badge';
import { CampaignProgress } from './campaign-progress';
import classes from './campaign-table.module.css';

type Campaign = Schemas['Campaign'];

export function CampaignTable({
  campaigns,
  actions,
}: {
  campaigns: Campaign[];
  actions: (campaign: Campaign) => ReactNode;
}) {
  return (
    <Table verticalSpacing="sm" className={classes.table} aria-label="SMS Campaigns, newest first">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th className={classes.number}>Recipients</Table.Th>
          <Table.Th>Date</Table.Th>
          <Table.Th>
            <VisuallyHidden>Actions</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} actions={actions} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Drawn anew only where its campaign changed: the listing refreshes often, and its address changes with every pop-up. */
const Row = memo(function Row({
  campaign,
  actions,
}: {
  campaign: Campaign;
  actions: (campaign: Campaign) => ReactNode;
}) {
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.name}>
        <Anchor component={Link} to={`/campaigns/sms/${campaign.id}`} fw={600}>
          {campaign.name}
        </Anchor>
        {campaign.replayOf && (
          <Text size="xs" c="dimmed">
            Replay of campaign {campaign.replayOf}
          </Text>
        )}
      </Table.Th>
      <Table.Td className={classes.status}>
        <div className={classes.standing}>
          <div>
            <ToneBadge tone={campaignStatusTone(campaign.status)}>
              {campaignStatusWord(campaign.status)}
            </ToneBadge>
          </div>
          <CampaignProgress campaign={campaign} />
        </div>
      </Table.Td>
      <Table.Td className={classes.number}>
        {formatCount(campaign.recipients)}
        <span className={classes.unit}>{campaign.recipients === 1 ? ' recipient' : ' recipients'}</span>
      </Table.Td>
      <Table.Td className={classes.date}>
        <LatestDate campaign={campaign} />
      </Table.Td>
      <Table.Td className={classes.actions}>{actions(campaign)}</Table.Td>
    </Table.Tr>
  );
});

/** The date that counts at this point of its life. */
function LatestDate({ campaign: { submittedAt, scheduledAt, createdAt, status } }: { campaign: Campaign }) {
  const [word, at] = submittedAt
    ? ['Submitted', submittedAt]
    : status === 'scheduled' && scheduledAt
      ? ['Scheduled for', scheduledAt]
      : ['Created', createdAt];
  return (
    <>
      <Text component="span" size="xs" c="dimmed" className={classes.kind}>
        {word}{' '}
      </Text>
      <Instant at={at} />
    </>
  );
}
