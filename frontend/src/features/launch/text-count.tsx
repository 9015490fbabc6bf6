import { Text } from '@mantine/core';
import { formatCountOf } from '~/ui/count';
import type { useTextAnalysis } from './use-text-analysis';

const WORDS: Record<string, string> = { 'GSM-7': 'GSM-7', 'UCS-2': 'Unicode (UCS-2)' };

/** `GSM-7 · 1 segment · 120 characters left` */
export function TextCount({
  analysis,
  pending,
}: {
  analysis: ReturnType<typeof useTextAnalysis>;
  pending: boolean;
}) {
  const { data, error, isPlaceholderData } = analysis;
  if (!data) return error ? 'The segments cannot be counted now.' : 'Counting …';
  const { encoding, segments, remaining } = data;
  return (
    <Text
      component="span"
      inherit
      opacity={pending || isPlaceholderData ? 0.75 : 1}
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {WORDS[encoding] ?? encoding} · {formatCountOf(segments, 'segment')} ·{' '}
      {formatCountOf(remaining, 'character')} left{segments > 1 && ' in the last'}
    </Text>
  );
}
