import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { asProblem } from '~/api/problem';
import { formatInstant } from '~/ui/instant';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import { comingInstant, type TypedTime, ZonedTimeField } from '~/ui/zoned-time-field';

/** A time as it was typed, and the instant that it is. */
export interface SendAt {
  typed: TypedTime;
  sendAt: string;
}

interface Props {
  onClose: () => void;
  submitLabel: string;
  initial: TypedTime;
  /** Until when the campaign may be sent, where there is such a time. */
  sendBefore: string | null | undefined;
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

function SendAtForm({ onClose, submitLabel, initial, sendBefore, pending, error, onEdit, onChosen }: Props) {
  const zone = useZone();
  const [typed, setTyped] = useState(initial);
  const [refused, setRefused] = useState<string | null>(null);
  const refusal = refusalOf(error, zone);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { at, unusable } = comingInstant(typed, zone);
    if (unusable) setRefused(unusable);
    else if (!at) setRefused('Choose a date and a time.');
    else if (sendBefore && Date.parse(at) >= Date.parse(sendBefore))
      setRefused(
        `It is to be sent before ${formatInstant(sendBefore, zone)}: choose a time earlier than that, or change “Send before”.`,
      );
    else onChosen({ typed, sendAt: at });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ZonedTimeField
          label="Date and time"
          typed={typed}
          onChange={(changed) => {
            setTyped(changed);
            setRefused(null);
            onEdit();
          }}
          error={refused ?? refusal.atField}
          autoFocus
        />
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
