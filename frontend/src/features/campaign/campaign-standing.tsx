import { Group, Text } from '@mantine/core';
import { campaignStatusTone, campaignStatusWord } from '~/api/campaign-status';
import type { Schemas } from '~/api/client';
import { ToneBadge } from '~/ui/tone-badge';
import { progressInWords, standingInWords } from './campaign-words';

/** The state at a glance. Figures stay out of what is read aloud: they change every second while it runs. */
export function CampaignStanding({ campaign }: { campaign: Schemas['Campaign'] }) {
  const underWay = campaign.status === 'processing' || campaign.status === 'paused';
  return (
    <Group gap="xs">
      <Group gap="xs" role="status">
        <ToneBadge tone={campaignStatusTone(campaign.status)}>
          {campaignStatusWord(campaign.status)}
        </ToneBadge>
        <Text component="span">{standingInWords(campaign)}</Text>
      </Group>
      {underWay && <Text component="span">{progressInWords(campaign)}</Text>}
    </Group>
  );
}
