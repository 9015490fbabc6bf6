import { Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';
import { formatMoney, Money } from '~/ui/money';
import { ProblemAlert } from '~/ui/problem-alert';
import { leftOut, whyLeftOut } from './left-out-words';
import classes from './replay-form.module.css';

/** What the choice comes to. Old figures stay, dimmed, until the new ones are there. */
export function ReplayFigures({
  preview: { data, isPlaceholderData, error, refetch, isFetching },
  empty,
}: {
  preview: {
    data: Schemas['ReplayPreview'] | undefined;
    isPlaceholderData: boolean;
    error: unknown;
    refetch: () => unknown;
    isFetching: boolean;
  };
  empty: boolean;
}) {
  const shown = empty ? undefined : data;
  const stale = !empty && (isPlaceholderData || (data === undefined && isFetching));
  const out = shown ? leftOut(shown.skipped) : 0;
  const less = out > 0 ? `, less ${formatCount(out)} left out` : '';
  const unpriced = (shown?.byCountry ?? []).filter(({ unitPrice }) => !unitPrice);
  const settled = shown && !stale;
  return (
    <div>
      <Text size="sm" mb="xs">
        All mobile numbers with the selected status will be targets{less}.
      </Text>
      <dl className={classes.figures} data-stale={stale || undefined} aria-busy={stale}>
        <Figure label="Targets">{shown ? formatCount(shown.targets) : empty ? '0' : '–'}</Figure>
        <Figure label="Left out">{shown ? formatCount(out) : empty ? '0' : '–'}</Figure>
        <Figure label="Segments">{shown ? formatCount(shown.segments) : empty ? '0' : '–'}</Figure>
        <Figure label="Estimated cost">
          {shown ? (
            <Money value={{ amount: shown.estimate.total, currency: shown.estimate.currency }} />
          ) : (
            '–'
          )}
        </Figure>
      </dl>
      <Text size="xs" c="dimmed" className={classes.notes} component="div">
        {shown && whyLeftOut(shown.skipped)}
        {unpriced.length > 0 && ` ${unpricedInWords(unpriced)}`}
      </Text>
      <VisuallyHidden role="status">
        {settled &&
          `${formatCountOf(shown.targets, 'target')}${less}, ${formatCountOf(shown.segments, 'segment')}, about ${formatMoney({ amount: shown.estimate.total, currency: shown.estimate.currency })}`}
      </VisuallyHidden>
      {!empty && error ? (
        <ProblemAlert error={error} onRetry={() => refetch()} retrying={isFetching} />
      ) : null}
    </div>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Said, because such a campaign cannot be launched before the country has a price. */
function unpricedInWords(unpriced: Schemas['ReplayPreview']['byCountry']): string {
  const people = unpriced.reduce((sum, { targets }) => sum + targets, 0);
  const countries = unpriced.map(({ country }) => country).join(', ');
  return `Not in the cost: ${formatCountOf(people, 'target')} in ${countries}, which has no price yet.`;
}
