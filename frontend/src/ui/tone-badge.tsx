import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'neutral';

const COLORS: Record<Tone, string> = {
  good: 'green',
  bad: 'red',
  warn: 'orange',
  busy: 'petrol',
  neutral: 'gray',
};

/** A state in a word. Its colour only helps: the word alone says it all. */
export function ToneBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Badge variant="light" color={COLORS[tone]} tt="none" radius="sm" miw="max-content">
      {children}
    </Badge>
  );
}
