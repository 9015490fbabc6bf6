import { Radio, Stack, TextInput } from '@mantine/core';
import '@mantine/core/styles/Radio.css';
import type { ReactNode } from 'react';
import { formatInstant } from './instant';
import { useZone } from './zone';
import { instantsOf, offsetName, wallTimeOf } from './zoned-time';

/** A date and a time as they were typed. */
export interface TypedTime {
  /** As `<input type="datetime-local">` has it; empty while a part is lacking. */
  wall: string;
  /** Which of the two is meant where clocks show this time twice; 0 is the earlier. */
  which: number;
  /** Something is typed, and not yet all of it. */
  partial: boolean;
}

export function typedTime(at: string | null | undefined, zone: string): TypedTime {
  if (!at) return { wall: '', which: 0, partial: false };
  const wall = wallTimeOf(at, zone);
  const which = instantsOf(wall, zone).findIndex((instant) => Date.parse(instant) === Date.parse(at));
  return { wall, which: Math.max(0, which), partial: false };
}

/** What was typed as an instant still to come; or why it is none, and where nothing is typed neither. */
export function comingInstant(
  { wall, which, partial }: TypedTime,
  zone: string,
  now = Date.now(),
): { at: string | null; unusable: string | null } {
  const refused = (unusable: string) => ({ at: null, unusable });
  if (partial) return refused('Complete the date and the time.');
  if (!wall) return { at: null, unusable: null };
  const instants = instantsOf(wall, zone);
  const at = instants[instants.length > 1 ? which : 0];
  if (!at) return refused(`Clocks in ${zone} are put forward then, and leave this time out. Choose another.`);
  if (Date.parse(at) <= now) return refused('This time has passed. Choose a later one.');
  return { at, unusable: null };
}

/** A date and a time in the account's zone; where clocks show it twice, which of the two. */
export function ZonedTimeField({
  label,
  description,
  typed,
  onChange,
  error,
  readOnly = false,
  autoFocus = false,
}: {
  label: string;
  description?: ReactNode;
  typed: TypedTime;
  onChange: (typed: TypedTime) => void;
  error: ReactNode;
  readOnly?: boolean;
  /** Of a pop-up, the field it opens on. */
  autoFocus?: boolean;
}) {
  const zone = useZone();
  const instants = instantsOf(typed.wall, zone);
  return (
    <>
      <TextInput
        type="datetime-local"
        label={label}
        description={
          <>
            {description}
            {description && ' '}
            {`In ${zone}, where it is ${formatInstant(new Date().toISOString(), zone)} now`}
          </>
        }
        value={typed.wall}
        min={wallTimeOf(Date.now(), zone)}
        readOnly={readOnly}
        onChange={({ currentTarget: { value, validity } }) =>
          onChange({ wall: value, which: 0, partial: validity.badInput })
        }
        error={error}
        {...(autoFocus && { 'data-autofocus': true })}
      />
      {instants.length > 1 && (
        <Radio.Group
          label="Clocks show this time twice that night"
          description="Which of the two is meant?"
          value={String(typed.which)}
          readOnly={readOnly}
          onChange={(which) => onChange({ ...typed, which: Number(which) })}
        >
          <Stack gap="xs" mt="xs">
            {instants.map((instant, index) => (
              <Radio
                key={instant}
                value={String(index)}
                label={`${index === 0 ? 'Before' : 'After'} clocks are put back (${offsetName(instant, zone)})`}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </>
  );
}
