import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { Loading, QueryFaces } from '~/ui/faces';
import { useZone } from '~/ui/zone';
import { ReplayChoice } from './replay-choice';
import { breakdownOf, originalOf } from './replay-queries';
import { whyNot } from './window-words';

/** The inside of the pop-up: whom to replay to, or why this cannot be now. */
export default function ReplayForm({ campaignId, onClose }: { campaignId: number; onClose: () => void }) {
  const original = useQuery(originalOf(campaignId));
  const breakdown = useQuery({
    ...breakdownOf(campaignId),
    enabled: original.data?.replay.eligible !== false,
  });
  return (
    <QueryFaces query={original} loading={<Loading label="Loading the campaign" />}>
      {(campaign) => (
        <Stack gap="md">
          <Field label="Selected campaign">{campaign.name}</Field>
          {campaign.replay.eligible ? (
            <QueryFaces query={breakdown} loading={<Loading label="Loading the statuses" lines={6} />}>
              {(loaded) => <ReplayChoice campaign={campaign} breakdown={loaded} />}
            </QueryFaces>
          ) : (
            <NotNow eligibility={campaign.replay} onClose={onClose} />
          )}
        </Stack>
      )}
    </QueryFaces>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <dl style={{ margin: 0 }}>
      <Text component="dt" size="sm" fw={500}>
        {label}
      </Text>
      <Text component="dd" m={0} fw={600} size="lg">
        {children}
      </Text>
    </dl>
  );
}

function NotNow({ eligibility, onClose }: { eligibility: Schemas['Eligibility']; onClose: () => void }) {
  const zone = useZone();
  return (
    <>
      <Alert color="orange" icon={<IconClock aria-hidden />} title="This campaign cannot be replayed now">
        {whyNot(eligibility, zone)}
      </Alert>
      <Text size="sm" c="dimmed">
        Times are in the zone {zone}.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </>
  );
}
