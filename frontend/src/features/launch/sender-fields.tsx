import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import '@mantine/core/styles/SimpleGrid.css';
import { IconLock } from '@tabler/icons-react';
import { type SenderId, useSenderIds } from '~/api/sender-ids';
import { ProblemAlert } from '~/ui/problem-alert';

const LOCKED = 'As in the original: a replay keeps it';

/** By whom it is sent, and by which route. A sender ID has one route; a replay has those of its original. */
export function SenderFields({
  senderId,
  route,
  replay,
  readOnly,
  error,
  onChange,
}: {
  senderId: number;
  route: string;
  replay: boolean;
  readOnly: boolean;
  error: string | undefined;
  onChange: (chosen: SenderId) => void;
}) {
  const senders = useSenderIds();
  const lock = <IconLock size={16} aria-hidden />;
  const known = senders.data?.find(({ id }) => id === senderId);
  return (
    <>
      {senders.error && <ProblemAlert error={senders.error} onRetry={senders.refetch} />}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {replay || readOnly ? (
          <TextInput
            label="Sender ID"
            value={known?.sender ?? '…'}
            readOnly
            leftSection={lock}
            description={replay ? LOCKED : undefined}
          />
        ) : (
          <NativeSelect
            label="Sender ID"
            description="What the recipient’s phone shows"
            value={String(senderId)}
            data={
              senders.data?.map(({ id, sender }) => ({ value: String(id), label: sender })) ?? [
                { value: String(senderId), label: '…' },
              ]
            }
            onChange={(event) => {
              const chosen = senders.data?.find(({ id }) => String(id) === event.currentTarget.value);
              if (chosen) onChange(chosen);
            }}
            error={error}
          />
        )}
        <TextInput
          label="Route"
          value={route}
          readOnly
          leftSection={lock}
          description={replay ? LOCKED : 'Comes with the sender ID'}
        />
      </SimpleGrid>
    </>
  );
}
