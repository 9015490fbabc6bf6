import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '~/ui/faces';
import { PageHeading } from '~/ui/page-heading';

export default function NotFoundPage() {
  return (
    <>
      <PageHeading title="Page not found" />
      <Empty
        title="Nothing is at this address"
        action={
          <Button component={Link} to="/campaigns/sms" variant="default">
            Go to SMS Campaigns
          </Button>
        }
      >
        It may have been mistyped, or what it named was deleted.
      </Empty>
    </>
  );
}
