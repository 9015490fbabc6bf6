import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useAllows } from '~/api/session';

/** For those who may send; to others it would only lead to a refusal. */
export function NewCampaignButton() {
  if (!useAllows('sender')) return null;
  return (
    <Button component={Link} to="/campaigns/sms/new" leftSection={<IconPlus size={18} aria-hidden />}>
      New campaign
    </Button>
  );
}
