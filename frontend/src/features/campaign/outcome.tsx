import { Anchor, Card, Group, Table, Text, Title } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import { $api, type Schemas } from '~/api/client';
import { messageStatusWord, messageTone } from '~/api/message-status';
import { formatCount, formatCountOf, formatShare } from '~/ui/count';
import { QueryFaces } from '~/ui/faces';
import { ShareBar, ShareFigures } from '~/ui/share-bar';
import { ToneBadge } from '~/ui/tone-badge';
import classes from './outcome.module.css';

type Breakdown = Schemas['StatusBreakdown'];

/** The statuses and sub-statuses of all messages, as a bar and as a table that leads to the messages themselves. */
export function Outcome({ campaignId, children }: { campaignId: number; children?: ReactNode }) {
  const breakdown = $api.useQuery('get', '/v1/campaigns/{id}/status-breakdown', {
    params: { path: { id: campaignId } },
  });
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="outcome">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4" id="outcome">
          What became of the messages
        </Title>
        {children}
      </Group>
      <QueryFaces query={breakdown}>
        {(data) => (
          <>
            <OutcomeBar breakdown={data} />
            <OutcomeTable breakdown={data} />
          </>
        )}
      </QueryFaces>
    </Card>
  );
}

function OutcomeBar({ breakdown: { statuses, queued, total } }: { breakdown: Breakdown }) {
  const shares = statuses.map(({ status, count }) => ({ label: status, count, tone: messageTone(status) }));
  if (queued > 0)
    shares.push({ label: messageStatusWord('queued'), count: queued, tone: messageTone('queued') });
  return (
    <>
      <ShareBar label={`The ${formatCountOf(total, 'message')} by status`} shares={shares} />
      <ShareFigures shares={shares} />
      {queued > 0 && (
        <Text size="sm" c="dimmed">
          {formatCountOf(queued, 'message is', 'messages are')} queued: not sent yet, or on the wire.
        </Text>
      )}
    </>
  );
}

function OutcomeTable({ breakdown: { campaignId, statuses } }: { breakdown: Breakdown }) {
  return (
    <Table className={classes.table} verticalSpacing="xs" mt="md">
      <Table.Caption className={classes.caption}>
        Messages by status and sub-status; shares are of all messages.
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Status</Table.Th>
          <Table.Th scope="col" className={classes.figure}>
            Messages
          </Table.Th>
          <Table.Th scope="col" className={classes.figure}>
            Share
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      {statuses.map(({ status, count, share, subStatuses }) => (
        <Table.Tbody key={status}>
          <Table.Tr className={classes.status}>
            <Table.Th scope="rowgroup">
              <ToneBadge tone={messageTone(status)}>{status}</ToneBadge>
            </Table.Th>
            <Figures
              count={count}
              share={share}
              to={`/campaigns/sms/${campaignId}/messages?${new URLSearchParams({ status })}`}
              of={status}
            />
          </Table.Tr>
          {subStatuses.map(({ code, label, description, count: some, share: part }) => (
            <Fragment key={code}>
              <Table.Tr className={classes.subStatus}>
                <Table.Th scope="row">
                  {label} <span className={classes.code}>{code}</span>
                </Table.Th>
                <Figures
                  count={some}
                  share={part}
                  to={`/campaigns/sms/${campaignId}/messages?${new URLSearchParams({ status, subStatus: code })}`}
                  of={`${status}, ${label}`}
                />
              </Table.Tr>
              {/* In a row of its own: a phone has no room for it beside the figures. */}
              <Table.Tr>
                <Table.Td colSpan={3} className={classes.description}>
                  {description}
                </Table.Td>
              </Table.Tr>
            </Fragment>
          ))}
        </Table.Tbody>
      ))}
    </Table>
  );
}

function Figures({ count, share, to, of }: { count: number; share: number; to: string; of: string }) {
  return (
    <>
      <Table.Td className={classes.figure}>
        {count > 0 ? (
          <Anchor component={Link} to={to} inherit aria-label={`${formatCountOf(count, 'message')}: ${of}`}>
            {formatCount(count)}
          </Anchor>
        ) : (
          formatCount(count)
        )}
      </Table.Td>
      <Table.Td className={classes.figure}>{formatShare(share)}</Table.Td>
    </>
  );
}
