import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import '@mantine/core/styles/Radio.css';
import { type FormEvent, useState } from 'react';
import { asProblem } from '~/api/problem';
import { formatInstant } from '~/ui/instant';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import { instantsOf, offsetName, wallTimeOf } from '~/ui/zoned-time';

/** A time as it was typed, and the instant that it is. */
export interface SendAt {
  wall: string;
  sendAt: string;
}

interface Props {
  onClose: () => void;
  submitLabel: string;
  initialWall: string;
  pending: boolean;
  /** What the API said of the time. */
  error: unknown;
  /** The refusal is of another time than that which is typed now. */
  onEdit: () => void;
  onChosen: (time: SendAt) => void;
}

/** Asks for a date and a time in the account's zone. */
export function SendAtDialog({ opened, title, ...props }: Props & { opened: boolean; title: string }) {
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <SendAtForm {...props} />
    </Modal>
  );
}

function SendAtForm({ onClose, submitLabel, initialWall, pending, error, onEdit, onChosen }: Props) {
  const zone = useZone();
  const [wall, setWall] = useState(initialWall);
  const [which, setWhich] = useState('0');
  const [unusable, setUnusable] = useState<string | null>(null);
  const instants = instantsOf(wall, zone);
  const refusal = refusalOf(error, zone);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const sendAt = instants[instants.length > 1 ? Number(which) : 0];
    if (!wall) setUnusable('Choose a date and a time.');
    else if (!sendAt)
      setUnusable(`Clocks in ${zone} are put forward then, and leave this time out. Choose another.`);
    else if (Date.parse(sendAt) < Date.now()) setUnusable('This time has passed. Choose a later one.');
    else onChosen({ wall, sendAt });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          type="datetime-local"
          label="Date and time"
          description={`In ${zone}, where it is ${formatInstant(new Date().toISOString(), zone)} now`}
          value={wall}
          min={wallTimeOf(Date.now(), zone)}
          onChange={(event) => {
            setWall(event.currentTarget.value);
            setUnusable(null);
            onEdit();
          }}
          error={unusable ?? refusal.atField}
          data-autofocus
        />
        {instants.length > 1 && (
          <Radio.Group
            label="Clocks show this time twice that night"
            description="Which of the two is meant?"
            value={which}
            onChange={setWhich}
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
        {refusal.elsewhere ? <ProblemAlert error={refusal.elsewhere} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={pending}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function refusalOf(error: unknown, zone: string): { atField: string | null; elsewhere: unknown } {
  if (!error) return { atField: null, elsewhere: null };
  const problem = asProblem(error);
  if (problem.slug !== 'invalid-send-at') return { atField: null, elsewhere: error };
  const { earliest, latest } = problem;
  // The API speaks in UTC.
  const atField =
    typeof earliest === 'string' && typeof latest === 'string'
      ? `Choose a time from ${formatInstant(nextMinute(earliest), zone)} to ${formatInstant(latest, zone)}.`
      : problem.detail;
  return { atField, elsewhere: null };
}

/** Seconds are not shown: rounded up, the time that is named is one that is taken. */
function nextMinute(at: string): string {
  const minute = 60_000;
  return new Date(Math.ceil(Date.parse(at) / minute) * minute).toISOString();
}
