import { Card, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';
import { Instant } from '~/ui/instant';
import { Money } from '~/ui/money';
import { useZone } from '~/ui/zone';
import classes from './campaign-facts.module.css';
import { SenderName } from './sender-name';

/** Who sent what to how many, when, and at what cost. */
export function CampaignFacts({ campaign }: { campaign: Schemas['Campaign'] }) {
  const { cost, submittedAt } = campaign;
  // A window is there from the first submission on, and means nothing before all has gone out.
  const window = campaign.status === 'submitted' ? campaign.replay : null;
  const zone = useZone();
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="facts">
      <Title order={2} size="h4" mb="md" id="facts">
        The campaign
      </Title>
      <dl className={classes.facts}>
        <Fact name="Sender ID">
          <SenderName id={campaign.senderId} />
        </Fact>
        <Fact name="Route">{campaign.route}</Fact>
        <Fact name="Recipients">{formatCount(campaign.recipients)}</Fact>
        <Fact name="Estimated cost">{cost.estimated && <Money value={cost.estimated} />}</Fact>
        <Fact name="Charged">{submittedAt && <Money value={cost.charged} />}</Fact>
        <Fact name="Created">
          <Instant at={campaign.createdAt} />
        </Fact>
        <Fact name="Scheduled for">{campaign.scheduledAt && <Instant at={campaign.scheduledAt} />}</Fact>
        <Fact name="Send before">{campaign.sendBefore && <Instant at={campaign.sendBefore} />}</Fact>
        <Fact name="Rate">
          {campaign.rate && `at most ${formatCountOf(campaign.rate, 'segment')} per second`}
        </Fact>
        <Fact name="Submitted">{submittedAt && <Instant at={submittedAt} />}</Fact>
        <Fact name="Settled">{campaign.settledAt && <Instant at={campaign.settledAt} />}</Fact>
        <Fact name="Replays from">{window?.from && <Instant at={window.from} />}</Fact>
        <Fact name="Replays until">{window?.until && <Instant at={window.until} />}</Fact>
      </dl>
      <Text size="sm" c="dimmed" mt="xs">
        Times are those of {zone}.
      </Text>
      <Title order={3} size="h5" mt="lg" mb="xs">
        Message body
      </Title>
      <Text className={classes.body}>{campaign.body || 'No text yet.'}</Text>
    </Card>
  );
}

/** What is not known (yet) has no line. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
