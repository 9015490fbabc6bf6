import {
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/SimpleGrid.css';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '~/api/problem';
import { countryChoices, countryName } from '~/ui/country';
import { ProblemAlert } from '~/ui/problem-alert';
import { type Hours, hoursInWords, lengthInWords } from './hours';

/** What is being written; null are the hours of a country that is still to be chosen. */
export interface Asked {
  hours: Hours | null;
}

const SUGGESTED = { from: '21:00', to: '08:00' };

/** Asks from when to when it is quiet. */
export function HoursDialog({
  asked,
  taken,
  ofOthers,
  onClose,
  ...form
}: {
  asked: Asked | null;
  /** Countries that have hours of their own already. */
  taken: string[];
  ofOthers: Hours | undefined;
  onClose: () => void;
  pending: boolean;
  error: unknown;
  onEdit: () => void;
  onChosen: (hours: Hours) => void;
}) {
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={titleOf(asked?.hours ?? null)}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {asked && <HoursForm asked={asked} taken={taken} ofOthers={ofOthers} onClose={onClose} {...form} />}
    </Modal>
  );
}

function titleOf(hours: Hours | null): string {
  if (!hours) return 'Hours of a country';
  return `Quiet hours of ${hours.country ? countryName(hours.country) : 'all countries'}`;
}

function HoursForm({
  asked,
  taken,
  ofOthers,
  onClose,
  pending,
  error,
  onEdit,
  onChosen,
}: {
  asked: Asked;
  taken: string[];
  ofOthers: Hours | undefined;
  onClose: () => void;
  pending: boolean;
  error: unknown;
  onEdit: () => void;
  onChosen: (hours: Hours) => void;
}) {
  const { hours } = asked;
  const isCountry = hours === null || Boolean(hours.country);
  const [country, setCountry] = useState(hours?.country ?? '');
  const [from, setFrom] = useState(hours?.from ?? SUGGESTED.from);
  const [to, setTo] = useState(hours?.to ?? SUGGESTED.to);
  const [never, setNever] = useState(hours !== null && isCountry && !hours.from);
  const [asking, setAsking] = useState(false);
  const refused = refusedIn(error);
  const missing = asking ? 'Choose a time.' : undefined;
  const edit = (change: () => void) => {
    change();
    onEdit();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
    if ((isCountry && !country) || (!never && !(from && to))) return;
    onChosen({ country: country || null, ...(never ? { from: null, to: null } : { from, to }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {hours === null && (
          <NativeSelect
            label="Country"
            value={country}
            data={[
              { value: '', label: 'Choose a country' },
              ...countryChoices().filter(({ value }) => !taken.includes(value)),
            ]}
            onChange={({ currentTarget: { value } }) => edit(() => setCountry(value))}
            error={refused.country ?? (asking && !country && 'Choose a country.')}
            data-autofocus
          />
        )}
        {isCountry && (
          <Checkbox
            label="No quiet hours: written to at any hour"
            description={
              ofOthers?.from ? `All other countries are quiet from ${hoursInWords(ofOthers)}` : undefined
            }
            checked={never}
            onChange={({ currentTarget: { checked } }) => edit(() => setNever(checked))}
          />
        )}
        {!never && (
          <>
            <SimpleGrid cols={2}>
              <TextInput
                type="time"
                label="Quiet from"
                value={from}
                onChange={({ currentTarget: { value } }) => edit(() => setFrom(value))}
                error={refused.from ?? (from ? undefined : missing)}
                {...(hours && { 'data-autofocus': true })}
              />
              <TextInput
                type="time"
                label="Until"
                value={to}
                onChange={({ currentTarget: { value } }) => edit(() => setTo(value))}
                error={refused.to ?? (to ? undefined : missing)}
              />
            </SimpleGrid>
            <Text size="sm" c="dimmed" role="status">
              {(from && to && lengthInWords(from, to)) || 'Two different times make quiet hours'}
              {', by the recipient’s own clock.'}
            </Text>
          </>
        )}
        {error ? <Elsewhere error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={pending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Of the items only the one that is written here can be refused: all others came from the API. */
function refusedIn(error: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldErrors(error)).map(([path, words]) => [path.slice(path.lastIndexOf('.') + 1), words]),
  );
}

function Elsewhere({ error }: { error: unknown }) {
  const fields = Object.keys(fieldErrors(error)).filter((path) =>
    /^items\.\d+\.(country|from|to)$/.test(path),
  );
  return fields.length > 0 ? null : <ProblemAlert error={error} />;
}
