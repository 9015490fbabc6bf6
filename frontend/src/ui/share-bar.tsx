import { Tooltip } from '@mantine/core';
import { formatCount, formatShare } from './count';
import classes from './share-bar.module.css';
import type { Tone } from './tone-badge';

export interface Share {
  label: string;
  count: number;
  tone: Tone;
}

/** Parts of a whole as one bar. It is an image in words too; a table with the figures belongs beside it. */
export function ShareBar({ shares, label }: { shares: Share[]; label: string }) {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  const present = shares.filter(({ count }) => count > 0);
  const inWords = (share: Share) =>
    `${share.label}: ${formatCount(share.count)} (${formatShare(share.count / total)})`;
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={`${label}. ${present.map(inWords).join(', ') || 'Nothing yet'}`}
    >
      {present.map((share) => (
        <Tooltip key={share.label} label={inWords(share)}>
          <div className={classes.part} data-tone={share.tone} style={{ flexGrow: share.count }} />
        </Tooltip>
      ))}
    </div>
  );
}

/** The figures of such a bar, the share first, each beside the colour of its part. */
export function ShareFigures({ shares }: { shares: Share[] }) {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className={classes.figures}>
      {shares.map(({ label, count, tone }) => (
        <div key={label} className={classes.figure} data-tone={tone}>
          <dt>{label}</dt>
          <dd>
            <strong>{formatShare(total && count / total)}</strong> {formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
