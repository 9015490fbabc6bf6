import { Stack, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { formatCountOf } from '~/ui/count';
import { Instant } from '~/ui/instant';

type Campaign = Schemas['Campaign'];

export function CancelWords({ campaign }: { campaign: Campaign }) {
  const { name, status, scheduledAt, recipients, counts } = campaign;
  return (
    <Stack gap="xs">
      {status === 'scheduled' && scheduledAt ? (
        <Text>
          “{name}” will not be sent to its {formatCountOf(recipients, 'recipient')} on{' '}
          <Instant at={scheduledAt} />. To keep it as a draft, unschedule it instead.
        </Text>
      ) : (
        <Text>
          Of “{name}”, {formatCountOf(counts.queued, 'message')} still queued will not be sent. What was
          handed to the carrier already goes out.
        </Text>
      )}
      <Text>
        The messages not sent are kept as NotSent, and the credits held for them are given back. A cancelled
        campaign cannot be resumed or replayed.
      </Text>
    </Stack>
  );
}

export function DeleteWords({ campaign: { name, recipients, replayOf } }: { campaign: Campaign }) {
  return (
    <Stack gap="xs">
      <Text>
        “{name}” and its list of {formatCountOf(recipients, 'recipient')} will be deleted. This cannot be
        undone.
      </Text>
      {replayOf && <Text>Campaign {replayOf}, of which it is a replay, stays as it is.</Text>}
    </Stack>
  );
}
