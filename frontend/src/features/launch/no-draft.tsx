import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { $api } from '~/api/client';
import { useAllows } from '~/api/session';
import { Instant } from '~/ui/instant';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import { typedTime } from '~/ui/zoned-time-field';
import { type Campaign, readDraft } from './draft';
import { SendAtDialog } from './send-at-dialog';
import { showDraft, useDraftSaver } from './use-draft-saver';

const WORDS: Record<Exclude<Campaign['status'], 'draft'>, string> = {
  'awaiting-approval': 'waits for approval',
  scheduled: 'is scheduled',
  processing: 'is being sent',
  paused: 'is paused',
  submitted: 'was submitted',
  cancelled: 'was cancelled',
};

/** Of a campaign that cannot be written any more. A scheduled one can be moved, or made a draft again. */
export function NoDraft({ campaign }: { campaign: Campaign }) {
  const { id, status, scheduledAt } = campaign;
  const { saver, edits } = useDraftSaver(id);
  const maySend = useAllows('sender');
  if (status === 'draft') return null;
  return (
    <Stack maw="44rem">
      <Alert icon={<IconInfoCircle aria-hidden />} title={`“${campaign.name}” ${WORDS[status]}`}>
        <Stack gap="sm">
          <Text size="sm">
            {status === 'scheduled' && scheduledAt ? (
              <>
                It goes out on <Instant at={scheduledAt} />. To change its text or recipients, make it a draft
                again: its credits are given back until it is sent.
              </>
            ) : (
              'Only drafts can be changed here.'
            )}
          </Text>
          <Group gap="sm">
            <Button component={Link} to={`/campaigns/sms/${id}`} variant="default">
              View the campaign
            </Button>
            {status === 'scheduled' && maySend && scheduledAt && (
              <>
                <Reschedule id={id} scheduledAt={scheduledAt} sendBefore={campaign.sendBefore} />
                <Unschedule id={id} />
              </>
            )}
          </Group>
        </Stack>
      </Alert>
      {saver.dirty && edits.body !== undefined && (
        <Textarea
          label="What you typed and could not be saved"
          description="Copy it from here where you still need it."
          value={edits.body}
          readOnly
          autosize
        />
      )}
    </Stack>
  );
}

function Unschedule({ id }: { id: number }) {
  const queryClient = useQueryClient();
  const unschedule = $api.useMutation('post', '/v1/campaigns/{id}/unschedule', {
    onSuccess: async () => {
      void queryClient.invalidateQueries({ queryKey: ['get', '/v1/campaigns'] });
      void queryClient.invalidateQueries({ queryKey: ['get', '/v1/credits'] });
      showDraft(queryClient, await readDraft(id));
    },
  });
  return (
    <>
      <Button
        variant="default"
        loading={unschedule.isPending}
        onClick={() => unschedule.mutate({ params: { path: { id } } })}
      >
        Unschedule
      </Button>
      {unschedule.error && <ProblemAlert error={unschedule.error} />}
    </>
  );
}

function Reschedule({
  id,
  scheduledAt,
  sendBefore,
}: {
  id: number;
  scheduledAt: string;
  sendBefore: Campaign['sendBefore'];
}) {
  const queryClient = useQueryClient();
  const zone = useZone();
  const [opened, setOpened] = useState(false);
  const reschedule = $api.useMutation('post', '/v1/campaigns/{id}/reschedule', {
    onSuccess: async () => {
      setOpened(false);
      void queryClient.invalidateQueries({ queryKey: ['get', '/v1/campaigns'] });
      showDraft(queryClient, await readDraft(id));
    },
  });
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          reschedule.reset();
          setOpened(true);
        }}
      >
        Reschedule
      </Button>
      <SendAtDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title="Reschedule"
        submitLabel="Reschedule"
        initial={typedTime(scheduledAt, zone)}
        sendBefore={sendBefore}
        pending={reschedule.isPending}
        error={reschedule.error}
        onEdit={reschedule.reset}
        onChosen={({ sendAt }) => reschedule.mutate({ params: { path: { id } }, body: { sendAt } })}
      />
    </>
  );
}
