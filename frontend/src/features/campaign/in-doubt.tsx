import { Alert, Anchor, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { $api } from '~/api/client';
import { inDoubt } from '~/api/message-status';
import { formatCountOf } from '~/ui/count';

/** Where nobody knows of some messages whether they went out: that it is so, and the way to decide it. */
export function InDoubt({ campaignId }: { campaignId: number }) {
  const { data } = $api.useQuery('get', '/v1/campaigns/{id}/status-breakdown', {
    params: { path: { id: campaignId } },
  });
  const count = data ? inDoubt(data) : 0;
  if (count === 0) return null;
  return (
    <Alert
      role="note"
      color="yellow"
      icon={<IconHelpCircle aria-hidden />}
      title={formatCountOf(count, 'message is in doubt', 'messages are in doubt')}
    >
      <Text size="sm">
        The carrier never answered, so nobody knows whether {count === 1 ? 'it' : 'they'} went out. A delivery
        receipt may still tell; else it is yours to decide.{' '}
        <Anchor
          component={Link}
          to={`/campaigns/sms/${campaignId}/unconfirmed`}
          inherit
          c="inherit"
          underline="always"
        >
          See and decide
        </Anchor>
      </Text>
    </Alert>
  );
}
