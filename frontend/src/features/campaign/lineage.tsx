import { Anchor, Card, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { campaignStatusTone, campaignStatusWord } from '~/api/campaign-status';
import { $api, type Schemas } from '~/api/client';
import { messageStatusWord, messageTone } from '~/api/message-status';
import { formatCount, formatCountOf, formatShare } from '~/ui/count';
import { QueryFaces } from '~/ui/faces';
import { Instant } from '~/ui/instant';
import { Money } from '~/ui/money';
import { ShareBar } from '~/ui/share-bar';
import { ToneBadge } from '~/ui/tone-badge';
import classes from './lineage.module.css';
import { reachInWords } from './reach-in-words';
import { useSelectionInWords } from './use-selection-in-words';

type Lineage = Schemas['Lineage'];
type LineageCampaign = Schemas['LineageCampaign'];

/** Its reach is counted per person over all campaigns of the line: a second for millions, so not at every move. */
const REFRESH_MS = 10_000;

/** The first campaign and all its replays, and how many people they reached together. */
export function Lineage({ campaignId, moving }: { campaignId: number; moving: boolean }) {
  const lineage = $api.useQuery(
    'get',
    '/v1/campaigns/{id}/lineage',
    { params: { path: { id: campaignId } } },
    { refetchInterval: moving && REFRESH_MS },
  );
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="lineage">
      <Title order={2} size="h4" mb="sm" id="lineage">
        The original and its replays
      </Title>
      <QueryFaces query={lineage}>
        {(data) => (
          <>
            <Text>{reachInWords(data, campaignId)}</Text>
            <TotalCost lineage={data} />
            <ul className={classes.tree}>
              <Branch campaign={data.campaign} lineage={data} current={campaignId} />
            </ul>
            {data.campaign.children.length === 0 && (
              <Text c="dimmed" size="sm" mt="sm">
                There is no replay of it yet. Replay Campaign sends it once more to the recipients you choose
                by their status.
              </Text>
            )}
          </>
        )}
      </QueryFaces>
    </Card>
  );
}

function TotalCost({ lineage: { campaign, cost, reach } }: { lineage: Lineage }) {
  if (campaign.children.length === 0 && !reach.costPerReached) return null;
  return (
    <Text>
      {campaign.children.length > 0 ? 'Together they were charged ' : 'It was charged '}
      <Money value={cost.charged} />
      {reach.costPerReached && (
        <>
          , which is <Money value={reach.costPerReached} /> for each person reached
        </>
      )}
      .
    </Text>
  );
}

function Branch({
  campaign,
  lineage,
  current,
}: {
  campaign: LineageCampaign;
  lineage: Lineage;
  current: number;
}) {
  const selection = useSelectionInWords(campaign.selection);
  const here = campaign.id === current;
  return (
    <li>
      <div className={classes.campaign} data-here={here || undefined}>
        <div className={classes.head}>
          <Anchor
            component={Link}
            to={`/campaigns/sms/${campaign.id}`}
            fw={600}
            {...(here && { 'aria-current': 'page' })}
          >
            {campaign.name}
          </Anchor>
          <ToneBadge tone={campaignStatusTone(campaign.status)}>
            {campaignStatusWord(campaign.status)}
          </ToneBadge>
          {here && (
            <Text component="span" size="sm" c="dimmed">
              this campaign
            </Text>
          )}
        </div>
        <Text size="sm" c="dimmed">
          {campaign.id === lineage.rootId ? 'The original' : `Replay to ${selection}`} ·{' '}
          {formatCountOf(campaign.recipients, 'recipient')} ·{' '}
          <Instant at={campaign.submittedAt ?? campaign.createdAt} />
        </Text>
        {campaign.submittedAt && <Became campaign={campaign} lineage={lineage} />}
      </div>
      {campaign.children.length > 0 && (
        <ul>
          {campaign.children.map((child) => (
            <Branch key={child.id} campaign={child} lineage={lineage} current={current} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Became({ campaign, lineage }: { campaign: LineageCampaign; lineage: Lineage }) {
  const { delivered, undelivered, notSent, sent, queued } = campaign.counts;
  const counts = [
    ['Delivered', delivered],
    ['UnDelivered', undelivered],
    ['NotSent', notSent],
    ['Sent', sent],
    ['queued', queued],
  ] as const;
  const step = lineage.reach.steps.find(({ campaignId }) => campaignId === campaign.id);
  return (
    <>
      <ShareBar
        label={`Messages of ${campaign.name} by status`}
        shares={counts.map(([status, count]) => ({
          label: messageStatusWord(status),
          count,
          tone: messageTone(status),
        }))}
      />
      <Text size="sm">
        {formatCount(delivered)} delivered, charged <Money value={campaign.cost.charged} />
        {step && (
          <>
            {' '}
            · people reached so far: {formatCount(step.reached)} ({formatShare(step.share)})
            {campaign.id !== lineage.rootId && `, ${formatCount(step.additional)} of them by this one first`}
          </>
        )}
      </Text>
    </>
  );
}
