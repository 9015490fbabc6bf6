import { Box, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { CursorPager } from '~/ui/cursor-pager';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { CampaignFilters } from './campaign-filters';
import classes from './campaign-list.module.css';
import { CampaignTable } from './campaign-table';
import { NewCampaignButton } from './new-campaign-button';
import { useCampaigns } from './use-campaigns';
import { useFilters } from './use-filters';

/** The listing; what may be done with one campaign is handed in. */
export function CampaignList({ actions }: { actions: (campaign: Schemas['Campaign']) => ReactNode }) {
  const { filters, cursor, narrowed, clear } = useFilters();
  const campaigns = useCampaigns(filters, cursor);
  return (
    <>
      <CampaignFilters />
      <QueryFaces
        query={campaigns}
        loading={<Loading label="Loading the campaigns" lines={6} />}
        isEmpty={({ items }) => items.length === 0}
        empty={narrowed || cursor ? <NoMatch onClear={clear} /> : <NothingYet />}
      >
        {({ items, nextCursor }) => (
          <Box className={classes.list} data-stale={campaigns.isPlaceholderData || undefined}>
            <CampaignTable campaigns={items} actions={actions} />
            <CursorPager nextCursor={nextCursor} />
          </Box>
        )}
      </QueryFaces>
    </>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      title="No campaign matches"
      action={
        <Button variant="default" onClick={onClear}>
          Show all campaigns
        </Button>
      }
    >
      None has this name, status and day of creation.
    </Empty>
  );
}

function NothingYet() {
  return (
    <Empty title="No campaigns yet" action={<NewCampaignButton />}>
      Make the first one: choose a sender, import its recipients, write the text and send it. A day after its
      submission it can be replayed from here.
    </Empty>
  );
}
