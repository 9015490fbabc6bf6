import { Button, Group, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import type { Schemas } from '~/api/client';
import { formatInstant } from '~/ui/instant';
import { useZone } from '~/ui/zone';

/** Opens the Replay Campaign pop-up, or says from when, or why not. */
export function ReplayLink({ campaign: { id, replay } }: { campaign: Schemas['Campaign'] }) {
  const zone = useZone();
  const { search } = useLocation();
  if (replay.eligible) {
    const params = new URLSearchParams(search);
    params.set('replay', String(id));
    return (
      <Button component={Link} to={{ search: params.toString() }}>
        Replay Campaign
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" id="no-replay">
        {reasonInWords(replay, zone)}
      </Text>
      {/* Disabled in a way that leaves it to the keyboard, so that the reason is heard there too. */}
      <Button data-disabled aria-disabled aria-describedby="no-replay">
        Replay Campaign
      </Button>
    </Group>
  );
}

function reasonInWords({ reason, from, until }: Schemas['Eligibility'], zone: string): string {
  if (reason === 'too-recent' && from)
    return `It was submitted too recently. It can be replayed from ${formatInstant(from, zone)}.`;
  if (reason === 'window-closed' && until)
    return `The time for replays is over. It could be replayed until ${formatInstant(until, zone)}.`;
  return 'Only submitted campaigns can be replayed.';
}
