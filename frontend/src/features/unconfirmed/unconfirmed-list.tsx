import { Anchor, Box, Button, Checkbox, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '~/api/client';
import { formatCountOf } from '~/ui/count';
import { CursorPager } from '~/ui/cursor-pager';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { PageHeading } from '~/ui/page-heading';
import { DecideBar } from './decide-bar';
import { DecideDialog } from './decide-dialog';
import { type Decision, doneInWords } from './decisions';
import classes from './unconfirmed-list.module.css';
import { UnconfirmedTable } from './unconfirmed-table';
import { useUnconfirmed } from './use-unconfirmed';

/** The messages of which nobody knows whether they went out, to decide what became of them. */
export function UnconfirmedList({ campaignId }: { campaignId: number }) {
  const [search, setSearch] = useSearchParams();
  const { campaign, messages, total } = useUnconfirmed(campaignId, search.get('cursor') ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [all, setAll] = useState(false);
  const [decision, setDecision] = useState<Decision | null>(null);

  const choose = (ids: number[], choosing: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids) choosing ? after.add(id) : after.delete(id);
      return after;
    });
  const onDone = (resolved: Schemas['Resolved']) => {
    setDecision(null);
    setChosen(new Set());
    setAll(false);
    // The page that was looked at may be empty now.
    setSearch({}, { replace: true });
    notifications.show({ message: doneInWords(resolved) });
  };
  return (
    <>
      <Anchor component={Link} to={`/campaigns/sms/${campaignId}`} size="sm" className={classes.back}>
        <IconChevronLeft size={16} aria-hidden />
        {campaign.data?.name ?? `Campaign ${campaignId}`}
      </Anchor>
      <PageHeading title="Messages in doubt" />
      <QueryFaces
        query={messages}
        loading={<Loading label="Loading the messages in doubt" lines={8} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<NoDoubt campaignId={campaignId} onLaterPage={search.has('cursor')} />}
      >
        {({ items, nextCursor }) => {
          const more = nextCursor != null || search.has('cursor');
          const count = all ? (total ?? 0) : chosen.size;
          return (
            <Box className={classes.page} data-stale={messages.isPlaceholderData || undefined}>
              <Text mb="md" maw="46rem">
                These were handed to the carrier, and no answer came. A late answer or a delivery receipt
                still settles them. Until then they are charged, and replays leave them out.
              </Text>
              {more && total !== undefined && (
                <Checkbox
                  mb="sm"
                  label={`All ${formatCountOf(total, 'message')} in doubt, on every page`}
                  checked={all}
                  onChange={(event) => setAll(event.currentTarget.checked)}
                />
              )}
              <UnconfirmedTable messages={items} chosen={chosen} all={all} onChoose={choose} />
              <CursorPager nextCursor={nextCursor} />
              <DecideBar count={count} onDecide={setDecision} />
              <DecideDialog
                decision={decision}
                campaignId={campaignId}
                count={count}
                ids={all ? null : [...chosen]}
                onClose={() => setDecision(null)}
                onDone={onDone}
              />
            </Box>
          );
        }}
      </QueryFaces>
    </>
  );
}

function NoDoubt({ campaignId, onLaterPage }: { campaignId: number; onLaterPage: boolean }) {
  return (
    <Empty
      title={onLaterPage ? 'No more messages are in doubt' : 'No message is in doubt'}
      action={
        <Button
          component={Link}
          to={onLaterPage ? { search: '' } : `/campaigns/sms/${campaignId}`}
          variant="default"
        >
          {onLaterPage ? 'First page' : 'View the campaign'}
        </Button>
      }
    >
      Of every message that went out it is known that the carrier took it.
    </Empty>
  );
}
