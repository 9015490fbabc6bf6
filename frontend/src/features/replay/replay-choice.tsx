import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import type { Schemas } from '~/api/client';
import { formatCountOf } from '~/ui/count';
import { ContinueBar } from './continue-bar';
import { ReplayFigures } from './replay-figures';
import classes from './replay-form.module.css';
import { statusCatalogue } from './replay-queries';
import { type Choice, isChoice, within } from './selection';
import { StatusTree } from './status-tree';
import { useCreateReplay } from './use-create-replay';
import { useReplayPreview } from './use-replay-preview';

export function ReplayChoice({
  campaign,
  breakdown,
}: {
  campaign: Schemas['Campaign'];
  breakdown: Schemas['StatusBreakdown'];
}) {
  const location = useLocation();
  const navigate = useNavigate();
  const kept = (location.state as { replayChoice?: unknown } | null)?.replayChoice;
  const [ticked, setTicked] = useState<Choice>(isChoice(kept) ? kept : []);
  const choice = within(ticked, breakdown.statuses);
  const preview = useReplayPreview(campaign.id, choice);
  const create = useCreateReplay(campaign.id);
  const catalogue = useQuery(statusCatalogue());
  const label = useId();

  const goOn = async () => {
    // Who comes back finds what was ticked.
    await navigate(
      { search: location.search },
      { replace: true, state: { ...location.state, replayChoice: choice } },
    );
    // Only while the pop-up is still open: whoever closed it meanwhile does not want to be led away.
    create.mutate(choice, { onSuccess: ({ id }) => navigate(`/campaigns/sms/${id}/launch`) });
  };
  return (
    <>
      <div>
        <Group justify="space-between" gap="xs" mb="xs">
          <Text id={label} size="sm" fw={500}>
            Select status to replay the campaign
          </Text>
          <Anchor component={Link} to="/status-codes" target="_blank" size="sm">
            Status codes (opens in a new tab)
          </Anchor>
        </Group>
        <StatusTree
          statuses={breakdown.statuses}
          catalogue={catalogue.data}
          choice={choice}
          onChoose={setTicked}
          labelledBy={label}
        />
        {breakdown.queued > 0 && (
          <Text size="sm" c="dimmed" mt="xs">
            {formatCountOf(breakdown.queued, 'message is', 'messages are')} still queued and can be selected
            once something became of {breakdown.queued === 1 ? 'it' : 'them'}.
          </Text>
        )}
      </div>
      <Stack gap="sm" className={classes.bottom}>
        <ReplayFigures preview={preview} empty={choice.length === 0} />
        <ContinueBar
          empty={choice.length === 0}
          nobodyLeft={!preview.isPlaceholderData && preview.data?.targets === 0}
          pending={create.isPending}
          error={create.error}
          onContinue={goOn}
        />
      </Stack>
    </>
  );
}
