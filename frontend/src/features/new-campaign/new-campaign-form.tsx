import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import '@mantine/core/styles/SimpleGrid.css';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { Link } from 'react-router';
import { $api } from '~/api/client';
import { newIdempotencyKey } from '~/api/idempotency';
import { type SenderId, useSenderIds } from '~/api/sender-ids';
import { useAllows } from '~/api/session';
import { Empty, QueryFaces } from '~/ui/faces';

/** Puts recipients into the draft whose id it asks for; the page hands it in. */
type RecipientsSlot = (props: { campaignId: () => Promise<number>; onImported: () => void }) => ReactNode;

/** Who sends, and to whom. The text is written on the launch page, to which it leads. */
export function NewCampaignForm({ recipientImport }: { recipientImport: RecipientsSlot }) {
  const senders = useSenderIds();
  if (!useAllows('sender'))
    return (
      <Empty title="Your role may not make campaigns">
        Ask an administrator of your account for the role “sender”.
      </Empty>
    );
  return (
    <QueryFaces
      query={senders}
      isEmpty={(all) => all.length === 0}
      empty={
        <Empty title="There is no sender ID yet">
          A campaign is sent by a sender ID. An administrator makes one with <code>POST /v1/sender-ids</code>.
        </Empty>
      }
    >
      {([first, ...others]) =>
        first && <FilledForm senders={[first, ...others]} recipientImport={recipientImport} />
      }
    </QueryFaces>
  );
}

function FilledForm({
  senders,
  recipientImport,
}: {
  senders: [SenderId, ...SenderId[]];
  recipientImport: RecipientsSlot;
}) {
  const [senderId, setSenderId] = useState(senders[0].id);
  const [imported, setImported] = useState(false);
  const draft = useDraftOnDemand(senderId);
  const sender = senders.find(({ id }) => id === senderId) ?? senders[0];
  return (
    <Stack maw="46rem" gap="xl">
      <section aria-labelledby="sender-heading">
        <Title order={2} size="h4" mb="sm" id="sender-heading">
          1. Sender
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {draft.id === null ? (
            <NativeSelect
              label="Sender ID"
              description="What the recipient’s phone shows"
              data={senders.map(({ id, sender: name }) => ({ value: String(id), label: name }))}
              value={String(senderId)}
              onChange={(event) => setSenderId(Number(event.currentTarget.value))}
            />
          ) : (
            <TextInput
              label="Sender ID"
              description="It can be changed on the next page"
              value={sender.sender}
              readOnly
            />
          )}
          <TextInput label="Route" description="Comes with the sender ID" value={sender.route} readOnly />
        </SimpleGrid>
      </section>
      <section aria-labelledby="recipients-heading">
        <Title order={2} size="h4" mb="sm" id="recipients-heading">
          2. Recipients
        </Title>
        {recipientImport({ campaignId: draft.make, onImported: () => setImported(true) })}
      </section>
      <Group gap="sm">
        {draft.id === null ? (
          <Button variant="default" disabled>
            Continue
          </Button>
        ) : (
          <Button
            component={Link}
            to={`/campaigns/sms/${draft.id}/launch`}
            variant={imported ? 'filled' : 'default'}
          >
            Continue
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {imported ? 'Next comes the message.' : 'With recipients, the message comes next.'}
        </Text>
      </Group>
    </Stack>
  );
}

/** The draft is made when it is first needed: who only looks at the page leaves none behind. */
function useDraftOnDemand(senderId: number) {
  const queryClient = useQueryClient();
  const create = $api.useMutation('post', '/v1/campaigns', {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['get', '/v1/campaigns'] }),
  });
  const [id, setId] = useState<number | null>(null);
  // An answer that was lost is asked again under the same key, so that one draft comes of it.
  const attempt = useRef({ key: '', senderId: 0 });
  const make = async () => {
    if (id !== null) return id;
    if (attempt.current.senderId !== senderId) attempt.current = { key: newIdempotencyKey(), senderId };
    const made = await create.mutateAsync({
      params: { header: { 'Idempotency-Key': attempt.current.key } },
      body: { senderId, body: '' },
    });
    setId(made.id);
    return made.id;
  };
  return { id, make };
}
