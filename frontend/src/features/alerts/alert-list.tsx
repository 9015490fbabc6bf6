import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Schemas } from '~/api/client';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { Instant } from '~/ui/instant';
import { type Tone, ToneBadge } from '~/ui/tone-badge';
import classes from './alert-list.module.css';
import { useAlerts } from './use-alerts';

type Alert = Schemas['Alert'];

const SEVERITIES: Record<Alert['severity'], { tone: Tone; word: string }> = {
  critical: { tone: 'bad', word: 'Critical' },
  warning: { tone: 'warn', word: 'Warning' },
};

/** What needs attention now, what happens meanwhile, and what to do. */
export function AlertList() {
  return (
    <QueryFaces
      query={useAlerts()}
      loading={<Loading label="Loading the alerts" />}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <Empty title="Nothing needs attention">
          Trouble with a carrier, receipts that are late and messages in doubt show here by themselves, and
          leave when they are over.
        </Empty>
      }
    >
      {({ items }) => (
        <ul className={classes.alerts} aria-label="Alerts">
          {items.map((alert) => (
            <OneAlert key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </QueryFaces>
  );
}

function OneAlert({ alert }: { alert: Alert }) {
  const { severity, title, detail, since } = alert;
  const { tone, word } = SEVERITIES[severity];
  const next = nextOf(alert);
  return (
    <li data-tone={tone}>
      <Group gap="xs" mb={4}>
        <Title order={2} size="h4">
          {title}
        </Title>
        <ToneBadge tone={tone}>{word}</ToneBadge>
      </Group>
      <Text mb="xs">{detail}</Text>
      <Group gap="md">
        <Text size="sm" c="dimmed" component="span">
          Since <Instant at={since} />
        </Text>
        {next && (
          <Anchor component={Link} to={next.to} size="sm" underline="always">
            {next.words}
          </Anchor>
        )}
      </Group>
    </li>
  );
}

/** Where it is looked at, or decided. */
function nextOf({ alert, carrier, campaignId }: Alert): { to: string; words: string } | null {
  if (campaignId && alert === 'messages-in-doubt')
    return { to: `/campaigns/sms/${campaignId}/unconfirmed`, words: 'See the messages in doubt' };
  if (campaignId) return { to: `/campaigns/sms/${campaignId}`, words: 'See the campaign' };
  if (carrier) return { to: '/carriers', words: 'See how it stands with the carriers' };
  return null;
}
