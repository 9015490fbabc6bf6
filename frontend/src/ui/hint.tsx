import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './hint.module.css';

/** Words that tell more on hover, focus and tap. */
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    // In the page's landmark, and not where a table that scrolls would cut it off.
    <Tooltip
      label={text}
      multiline
      maw="20rem"
      events={{ hover: true, focus: true, touch: true }}
      portalProps={{ target: '#main' }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard reaches what the pointer can */}
      <span className={classes.hint} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}
