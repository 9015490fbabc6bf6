import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schemas } from '~/api/client';
import { asProblem } from '~/api/problem';
import { formatCount, formatCountOf } from '~/ui/count';
import classes from './phone-preview.module.css';

/** The text as a phone shows it, one real recipient after the other. */
export function PhonePreview({
  campaignId,
  sender,
  body,
  variableDefaults,
  recipients,
}: {
  campaignId: number;
  sender: string;
  body: string;
  variableDefaults: Record<string, string>;
  recipients: number;
}) {
  // Cursors lead forward only: those that led here are the way back.
  const [trail, setTrail] = useState<string[]>([]);
  const cursor = trail.at(-1);
  const preview = $api.useQuery(
    'post',
    '/v1/campaigns/{id}/text-preview',
    {
      params: { path: { id: campaignId }, query: { limit: 1, ...(cursor && { cursor }) } },
      body: { body, variableDefaults },
    },
    { enabled: recipients > 0, placeholderData: keepPreviousData, staleTime: 30_000, gcTime: 60_000 },
  );
  const shown = preview.data?.items[0];
  const next = preview.data?.nextCursor;
  const number = trail.length + 1;
  return (
    <section aria-label="Preview" className={classes.preview}>
      <div className={classes.phone}>
        <Text fw={650} ta="center" className={classes.sender}>
          {sender || '…'}
        </Text>
        <div className={classes.screen}>
          <div className={classes.bubble} dir="auto" data-lacking={(shown && !shown.text) || undefined}>
            {recipients === 0
              ? body || 'Write a message to see it here.'
              : wordsOf(shown, preview.error, body)}
          </div>
          {recipients > 0 && shown?.text != null && !preview.error && (
            <Text size="xs" c="dimmed">
              {shown.encoding} · {formatCountOf(shown.segments ?? 0, 'segment')} for this recipient
            </Text>
          )}
        </div>
      </div>
      {recipients === 0 ? (
        <Text size="sm" c="dimmed" ta="center" mt="sm">
          With recipients, the text shows as each of them will read it.
        </Text>
      ) : (
        <Group justify="space-between" mt="sm" wrap="nowrap">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Previous recipient"
            disabled={trail.length === 0}
            onClick={() => setTrail(trail.slice(0, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <div role="status">
            <Text size="sm" ta="center" fw={500}>
              {shown?.recipient ?? '…'}
            </Text>
            <Text size="xs" c="dimmed" ta="center">
              {formatCount(number)} of {formatCountOf(recipients, 'recipient')}
            </Text>
          </div>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Next recipient"
            disabled={!next || number >= recipients || preview.isPlaceholderData}
            onClick={() => next && setTrail([...trail, next])}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      )}
    </section>
  );
}

function wordsOf(shown: Schemas['TextPreview'] | undefined, error: unknown, body: string): string {
  if (body.trim() === '') return 'Write a message to see it here.';
  if (error) return asProblem(error).detail;
  if (!shown) return '…';
  if (shown.text != null) return shown.text;
  const names = shown.missing.map((variable) => `{${variable}}`).join(', ');
  return `No value for ${names}: give ${shown.missing.length === 1 ? 'it' : 'them'} a default, or this recipient a value.`;
}
