import { Anchor, Box, Button, Text } from '@mantine/core';
import { IconChevronLeft, IconDownload } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Schemas } from '~/api/client';
import { asProblem } from '~/api/problem';
import { formatCountOf } from '~/ui/count';
import { CursorPager } from '~/ui/cursor-pager';
import { Empty, type FacedQuery, Loading, QueryFaces } from '~/ui/faces';
import { PageHeading } from '~/ui/page-heading';
import { messageColumns } from './message-columns';
import { MessageFilters } from './message-filters';
import classes from './message-list.module.css';
import { MessageTable } from './message-table';
import { useCampaignAndBreakdown } from './use-campaign-and-breakdown';
import { asQuery, type MessageFilter, useMessageFilter } from './use-message-filter';
import { useMessages } from './use-messages';

type Breakdown = Schemas['StatusBreakdown'];

/** What became of each recipient's message. */
export function MessageList({ campaignId }: { campaignId: number }) {
  const { campaign, breakdown, refetchInterval } = useCampaignAndBreakdown(campaignId);
  const { filter, cursor, change } = useMessageFilter();
  const messages = useMessages(campaignId, filter, cursor, refetchInterval);
  return (
    <>
      <Anchor component={Link} to={`/campaigns/sms/${campaignId}`} size="sm" className={classes.back}>
        <IconChevronLeft size={16} aria-hidden />
        {campaign.data?.name ?? `Campaign ${campaignId}`}
      </Anchor>
      <PageHeading title="Messages">
        {breakdown.data && <Download campaignId={campaignId} filter={filter} />}
      </PageHeading>
      <QueryFaces
        query={breakdown}
        isEmpty={({ total }) => total === 0}
        empty={<NoRecipients id={campaignId} />}
      >
        {(data) => (
          <>
            <MessageFilters
              filter={filter}
              breakdown={data}
              onChange={change}
              refused={isRefusedNumber(messages.error)}
            />
            <Page
              query={messages}
              stale={messages.isPlaceholderData}
              filter={filter}
              breakdown={data}
              onClear={() => change({ status: '', subStatus: '', q: '' })}
            />
          </>
        )}
      </QueryFaces>
    </>
  );
}

function Page({
  query,
  stale,
  filter,
  breakdown,
  onClear,
}: {
  query: FacedQuery<Schemas['MessagePage']>;
  stale: boolean;
  filter: MessageFilter;
  breakdown: Breakdown;
  onClear: () => void;
}) {
  // It is said at its field, and nothing was searched for.
  if (isRefusedNumber(query.error)) return null;
  return (
    <QueryFaces
      query={query}
      loading={<Loading label="Loading the messages" lines={8} />}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <Empty
          title="No message matches"
          action={
            <Button variant="default" onClick={onClear}>
              Show all messages
            </Button>
          }
        >
          The campaign has none with this status and number.
        </Empty>
      }
    >
      {({ items, nextCursor }) => (
        <Box className={classes.page} data-stale={stale || undefined}>
          <Matches filter={filter} breakdown={breakdown} />
          <MessageTable messages={items} columns={messageColumns(breakdown, items)} />
          <CursorPager nextCursor={nextCursor} />
        </Box>
      )}
    </QueryFaces>
  );
}

function NoRecipients({ id }: { id: number }) {
  return (
    <Empty
      title="There are no messages yet"
      action={
        <Button component={Link} to={`/campaigns/sms/${id}/launch`} variant="default">
          Continue to Launch Campaigns
        </Button>
      }
    >
      The campaign has no recipients: add them, then launch it.
    </Empty>
  );
}

/** The whole selection, not a page of it. A number that is searched for does not narrow it. */
function Download({
  campaignId,
  filter: { status, subStatus },
}: {
  campaignId: number;
  filter: MessageFilter;
}) {
  const query = new URLSearchParams(asQuery({ status, subStatus })).toString();
  return (
    <Button
      component="a"
      href={`/v1/campaigns/${campaignId}/messages.csv${query && `?${query}`}`}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      Download CSV
    </Button>
  );
}

/** How many the status and sub-status select, by the breakdown: pages by cursor do not count what is behind them. */
function Matches({
  filter: { status, subStatus, q },
  breakdown,
}: {
  filter: MessageFilter;
  breakdown: Breakdown;
}) {
  const count = countOf(breakdown, status, subStatus);
  return (
    <Text size="sm" c="dimmed" my="sm">
      {q
        ? `Those of ${formatCountOf(count, 'message')} whose number matches; Download CSV holds all of them.`
        : formatCountOf(count, 'message')}
    </Text>
  );
}

function countOf({ total, queued, statuses }: Breakdown, status: string, subStatus: string): number {
  const wanted = status.toLowerCase();
  if (!wanted && !subStatus) return total;
  if (wanted === 'queued') return subStatus ? 0 : queued;
  const chosen = statuses.filter((each) => !wanted || each.status.toLowerCase() === wanted);
  const counted = subStatus
    ? chosen.flatMap(({ subStatuses }) => subStatuses.filter(({ code }) => code === subStatus))
    : chosen;
  return counted.reduce((sum, { count }) => sum + count, 0);
}

function isRefusedNumber(error: unknown): boolean {
  const { status, parameter } = asProblem(error);
  return status === 400 && parameter === 'q';
}
