import { Menu, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { Schemas } from '~/api/client';
import { useZone } from '~/ui/zone';
import { loadReplayForm } from './load-replay-form';
import { breakdownOf, originalOf, statusCatalogue } from './replay-queries';
import { useReplayAddress } from './use-replay-address';
import { whyNot } from './window-words';

/** **Replay Campaign** in a campaign's menu. Where the rule forbids it, it is reached all the same and says why. */
export function ReplayMenuItem({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { id, replay } = campaign;
  const zone = useZone();
  const { open } = useReplayAddress();
  const queryClient = useQueryClient();
  const label = useId();
  const reason = useId();

  // Who points at it is about to click: the pop-up is then there at once, also for a million messages.
  const prepare = () => {
    if (!replay.eligible) return;
    // What cannot be had now is asked for again, and its failure told, when the pop-up opens.
    loadReplayForm().catch(() => undefined);
    queryClient.prefetchQuery(breakdownOf(id));
    queryClient.prefetchQuery(originalOf(id));
    queryClient.prefetchQuery(statusCatalogue());
  };
  return (
    <Menu.Item
      leftSection={<IconRepeat size={16} aria-hidden />}
      aria-labelledby={label}
      onPointerEnter={prepare}
      onFocus={prepare}
      {...(replay.eligible
        ? { onClick: () => open(id) }
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
