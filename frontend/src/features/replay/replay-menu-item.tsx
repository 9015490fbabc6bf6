import { Menu, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useId } from 'react';
import type { Schemas } from '~/api/client';
import { useZone } from '~/ui/zone';
import { useReplayOpening } from './use-replay-opening';
import { whyNot } from './window-words';

/** **Replay Campaign** in a campaign's menu. Where the rule forbids it, it is reached all the same and says why. */
export function ReplayMenuItem({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { replay } = campaign;
  const zone = useZone();
  const { prepare, open } = useReplayOpening(campaign);
  const label = useId();
  const reason = useId();
  return (
    <Menu.Item
      leftSection={<IconRepeat size={16} aria-hidden />}
      aria-labelledby={label}
      onPointerEnter={prepare}
      onFocus={prepare}
      {...(replay.eligible
        ? { onClick: open }
        : { 'aria-disabled': true, 'aria-describedby': reason, closeMenuOnClick: false, c: 'dimmed' })}
    >
      <span id={label}>Replay Campaign</span>
      {!replay.eligible && (
        <Text id={reason} size="xs" c="dimmed">
          {whyNot(replay, zone)}
        </Text>
      )}
    </Menu.Item>
  );
}
