import { Button, Group, Text } from '@mantine/core';
import { useId } from 'react';
import type { Schemas } from '~/api/client';
import { useZone } from '~/ui/zone';
import { useReplayOpening } from './use-replay-opening';
import { whyNot } from './window-words';

/** **Replay Campaign** on a campaign's page. Where the rule forbids it, it says from when, or why not. */
export function ReplayButton({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { replay } = campaign;
  const zone = useZone();
  const { prepare, open } = useReplayOpening(campaign);
  const reason = useId();
  if (replay.eligible)
    return (
      <Button onPointerEnter={prepare} onFocus={prepare} onClick={open}>
        Replay Campaign
      </Button>
    );
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" id={reason}>
        {whyNot(replay, zone)}
      </Text>
      {/* Disabled in a way that leaves it to the keyboard, so that the reason is heard there too. */}
      <Button data-disabled aria-disabled aria-describedby={reason}>
        Replay Campaign
      </Button>
    </Group>
  );
}
