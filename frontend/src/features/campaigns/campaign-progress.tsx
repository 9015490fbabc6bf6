import { Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { formatCount, formatShare } from '~/ui/count';
import { ShareBar } from '~/ui/share-bar';
import classes from './campaign-progress.module.css';

const WAITING: Record<string, string> = {
  carrier: 'waiting for the carrier',
  'quiet-hours': 'waiting for the end of the quiet hours',
  credits: 'waiting for credits',
};

/** How far a launched campaign is, and what became of its messages. A draft has nothing to show. */
export function CampaignProgress({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { counts, recipients, status, waitingFor, submittedAt } = campaign;
  if (!submittedAt || recipients === 0) return null;
  const { queued, sent, delivered, undelivered, notSent } = counts;
  const words =
    queued > 0
      ? `${formatCount(recipients - queued)} of ${formatCount(recipients)} have gone out`
      : `${formatShare(delivered / recipients)} delivered`;
  const waits =
    status === 'processing' && waitingFor ? (WAITING[waitingFor] ?? `waiting for ${waitingFor}`) : '';
  return (
    <div className={classes.progress}>
      <ShareBar
        label="What became of the messages"
        shares={[
          { label: 'Delivered', count: delivered, tone: 'good' },
          { label: 'Sent', count: sent, tone: 'busy' },
          { label: 'UnDelivered', count: undelivered, tone: 'bad' },
          { label: 'NotSent', count: notSent, tone: 'warn' },
          { label: 'Queued', count: queued, tone: 'neutral' },
        ]}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {words}
        {waits && `, ${waits}`}
      </Text>
    </div>
  );
}
