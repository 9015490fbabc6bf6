import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { formatCount } from '~/ui/count';

interface Forcing {
  char: string;
  count: number;
  suggestion: string | null;
}

/** The characters for which the whole text travels as Unicode, in segments of less than half the length. */
export function ForcingCharacters({
  text,
  forcing,
  onReplace,
}: {
  text: string;
  forcing: Schemas['ForcingCharacter'][];
  onReplace: (replacements: [char: string, by: string][]) => void;
}) {
  const found = grouped(text, forcing);
  if (found.length === 0) return null;
  const replaceable = found.filter(({ suggestion }) => suggestion !== null);
  const all = replaceable.map(({ char, suggestion }): [string, string] => [char, suggestion ?? '']);
  return (
    <Alert color="orange" p="sm" role="group" aria-label="Characters that force Unicode">
      <Stack gap="xs">
        <Text size="sm">
          {found.length === 1 ? 'This character is' : 'These characters are'} not in GSM-7, so the whole text
          is sent as Unicode and a segment holds 70 characters instead of 160.
        </Text>
        <Group gap="xs">
          {found.map(({ char, count, suggestion }) =>
            suggestion === null ? (
              <Text key={char} size="sm" component="span" px="xs">
                <b>{shown(char)}</b>
                {times(count)} has no replacement
              </Text>
            ) : (
              <Button key={char} size="xs" variant="default" onClick={() => onReplace([[char, suggestion]])}>
                {suggestion === '' ? `Remove ${shown(char)}` : `Replace ${shown(char)} with ${suggestion}`}
                {times(count)}
              </Button>
            ),
          )}
          {replaceable.length > 1 && (
            <Button size="xs" onClick={() => onReplace(all)}>
              Replace all
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

function grouped(text: string, forcing: Schemas['ForcingCharacter'][]): Forcing[] {
  const found = new Map<string, Forcing>();
  for (const { char, offset, suggestion } of forcing) {
    // Half of a character beyond 16 bits has no text of its own.
    const actual = char ?? text.charAt(offset);
    const known = found.get(actual);
    if (known) known.count += 1;
    else found.set(actual, { char: actual, count: 1, suggestion: suggestion ?? null });
  }
  return [...found.values()];
}

function times(count: number): string {
  return count > 1 ? ` (${formatCount(count)} times)` : '';
}

/** As it is; what cannot be seen, by its number. */
function shown(char: string): string {
  if (!/^[\p{Z}\p{C}\p{M}]/u.test(char)) return char;
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
