import { Anchor, Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconLock, IconUsers } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { $api, type Schemas } from '~/api/client';
import { formatCountOf } from '~/ui/count';
import type { Campaign } from './draft';

/** Who gets it. A replay's recipients were chosen of its original and stay; a plain draft's can be replaced. */
export function SentTo({
  campaign,
  error,
  change,
}: {
  campaign: Campaign;
  error: ReactNode;
  /** What replaces the recipients, where they may be. */
  change: ReactNode;
}) {
  const { recipients, replayOf } = campaign;
  const replay = replayOf != null;
  return (
    <Stack gap="xs" align="stretch">
      <TextInput
        label="Sent to"
        value={recipients === 0 ? 'No recipients yet' : formatCountOf(recipients, 'recipient')}
        readOnly
        leftSection={replay ? <IconLock size={16} aria-hidden /> : <IconUsers size={16} aria-hidden />}
        description={replay ? 'As chosen of the original: a replay keeps its recipients' : undefined}
        error={error}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
      />
      {replay && <Chosen id={campaign.id} originalId={replayOf} />}
      {!replay && change && <ChangeRecipients first={recipients === 0}>{change}</ChangeRecipients>}
    </Stack>
  );
}

function ChangeRecipients({ first, children }: { first: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const label = first ? 'Add recipients' : 'Change recipients';
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)} style={{ alignSelf: 'start' }}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        // The first list that is taken makes it a change; the title stays while the pop-up is open.
        title="Recipients"
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack>
          {children}
          <Button variant="default" onClick={() => setOpened(false)} style={{ alignSelf: 'end' }}>
            Back to the message
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

/** Of which campaign and by which statuses they were chosen. */
function Chosen({ id, originalId }: { id: number; originalId: number }) {
  const params = { path: { id } };
  const lineage = $api.useQuery('get', '/v1/campaigns/{id}/lineage', { params });
  const catalogue = $api.useQuery('get', '/v1/sms-statuses', {}, { staleTime: 300_000 });
  const original = lineage.data && find(lineage.data.campaign, originalId);
  const selection = lineage.data && find(lineage.data.campaign, id)?.selection;
  return (
    <Text size="sm">
      Chosen of{' '}
      <Anchor component={Link} to={`/campaigns/sms/${originalId}`} inherit underline="always">
        {original ? original.name : 'the original campaign'}
      </Anchor>
      {selection && selection.length > 0 && `: ${inWords(selection, catalogue.data?.items ?? [])}`}
    </Text>
  );
}

/** `UnDelivered (Absent subscriber, Expired), NotSent` */
function inWords(selection: Schemas['SelectedStatus'][], catalogue: Schemas['SmsStatus'][]): string {
  return selection
    .map(({ status, subStatuses }) => {
      if (!subStatuses?.length) return status;
      const known = catalogue.find((entry) => entry.status === status)?.subStatuses;
      const labels = subStatuses.map((code) => known?.find((entry) => entry.code === code)?.label ?? code);
      return `${status} (${labels.join(', ')})`;
    })
    .join(', ');
}

function find(campaign: Schemas['LineageCampaign'], id: number): Schemas['LineageCampaign'] | undefined {
  if (campaign.id === id) return campaign;
  for (const child of campaign.children) {
    const found = find(child, id);
    if (found) return found;
  }
  return undefined;
}
