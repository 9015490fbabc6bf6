import { Button, Group, Text } from '@mantine/core';
import { useId } from 'react';
import { useAllows } from '~/api/session';
import { ProblemAlert } from '~/ui/problem-alert';

/** **Continue**, or why it cannot be pressed. */
export function ContinueBar({
  empty,
  nobodyLeft,
  pending,
  error,
  onContinue,
}: {
  empty: boolean;
  nobodyLeft: boolean;
  pending: boolean;
  error: unknown;
  onContinue: () => void;
}) {
  const maySend = useAllows('sender');
  const words = useId();
  const hindrance = !maySend
    ? 'Your role may look, but not send. Ask an administrator of your account for the role sender.'
    : empty
      ? 'Select at least one status to continue.'
      : nobodyLeft
        ? 'Nobody is left to send to: select another status.'
        : null;
  return (
    <>
      {error ? <ProblemAlert error={error} /> : null}
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text id={words} size="sm" c="dimmed" role="status">
          {hindrance ??
            (pending ? 'The draft is being made: with many targets this takes some seconds.' : '')}
        </Text>
        <Button
          onClick={onContinue}
          loading={pending}
          disabled={hindrance !== null}
          aria-describedby={words}
          style={{ flexShrink: 0 }}
        >
          Continue
        </Button>
      </Group>
    </>
  );
}
