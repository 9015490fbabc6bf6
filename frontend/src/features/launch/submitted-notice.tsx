import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '~/api/client';

export interface Submitted {
  launched: Schemas['Launched'];
  /** Who waits, where not all of it is sent at once. */
  note: string | null;
}

/** What the launch answered. It stays until the page is left. */
export function SubmittedNotice({ launched, note }: Submitted) {
  const notice = useRef<HTMLDivElement>(null);
  // The pop-up's button, which had the focus, is gone with the form.
  useEffect(() => notice.current?.focus(), []);
  return (
    <Alert
      ref={notice}
      tabIndex={-1}
      role="presentation"
      color="green"
      icon={<IconCircleCheck aria-hidden />}
      p="lg"
      maw="46rem"
    >
      <Stack gap="sm">
        <Text size="lg" fw={650}>
          {launched.message}
        </Text>
        {note && <Text>{note}</Text>}
        <Text>
          {launched.status === 'scheduled'
            ? 'It goes out at the time you chose. Until then it can be moved or made a draft again.'
            : `${note ? '' : 'It is being sent now. '}What becomes of every message shows on its page.`}
        </Text>
        <Group gap="sm">
          <Button component={Link} to={`/campaigns/sms/${launched.campaignId}`}>
            View the campaign
          </Button>
          <Button component={Link} to="/campaigns/sms" variant="default">
            Go to SMS Campaigns
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
