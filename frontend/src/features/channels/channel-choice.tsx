import { Card, Group, Text } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { Link } from 'react-router';
import classes from './channel-choice.module.css';

/** Where a campaign goes out by: SMS, and whatever else there will be. */
export function ChannelChoice() {
  return (
    <Card
      component={Link}
      to="/campaigns/sms"
      withBorder
      maw="26rem"
      className={classes.channel}
      aria-label="SMS"
      aria-describedby="channel-sms"
    >
      <Group wrap="nowrap" align="flex-start">
        <IconMessage size={28} aria-hidden className={classes.icon} />
        <div>
          <Text fw={600} size="lg">
            SMS
          </Text>
          <Text c="dimmed" id="channel-sms">
            Send a text to many people, see what became of each message, and replay a campaign to those you
            choose.
          </Text>
        </div>
      </Group>
    </Card>
  );
}
