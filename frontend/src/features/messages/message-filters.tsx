import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '~/api/client';
import { messageStatusWord } from '~/api/message-status';
import { formatCount } from '~/ui/count';
import classes from './message-filters.module.css';
import type { MessageFilter } from './use-message-filter';

type Breakdown = Schemas['StatusBreakdown'];

/** Between a status and a code of it: INV-NUMBER stands under two statuses. Neither of them contains it. */
const SEPARATOR = '/';

/** Status and sub-status as the campaign has them, with their counts, and a search by number. */
export function MessageFilters({
  filter,
  breakdown,
  onChange,
  refused,
}: {
  filter: MessageFilter;
  breakdown: Breakdown;
  onChange: (changed: Partial<MessageFilter>) => void;
  /** The API refused the number that the address names. */
  refused: boolean;
}) {
  const { status, subStatus, q } = filter;
  const chosen = statusOf(filter, breakdown);
  return (
    <div className={classes.filters}>
      <NativeSelect
        label="Status"
        value={chosen}
        onChange={(event) => onChange({ status: event.currentTarget.value, subStatus: '' })}
        data={withChosen(statusChoices(breakdown), chosen)}
      />
      <NativeSelect
        label="Sub-status"
        value={subStatus && chosen + SEPARATOR + subStatus}
        onChange={(event) => {
          const [of = '', code = ''] = event.currentTarget.value.split(SEPARATOR);
          onChange({ status: of || status, subStatus: code });
        }}
      >
        <SubStatusChoices breakdown={breakdown} status={chosen} subStatus={subStatus} />
      </NativeSelect>
      <NumberSearch key={q} q={q} onSearch={(searched) => onChange({ q: searched })} refused={refused} />
      {(status || subStatus || q) && (
        <Button
          variant="subtle"
          className={classes.button}
          leftSection={<IconX size={16} aria-hidden />}
          onClick={() => onChange({ status: '', subStatus: '', q: '' })}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** The chosen status in the breakdown's spelling: an address may have been written by hand. */
function statusOf({ status }: MessageFilter, { statuses }: Breakdown): string {
  const known = [...statuses.map((each) => each.status), 'queued'];
  return known.find((each) => each.toLowerCase() === status.toLowerCase()) ?? status;
}

function statusChoices({ total, queued, statuses }: Breakdown) {
  return [
    { value: '', label: `All (${formatCount(total)})` },
    ...statuses.map(({ status, count }) => ({ value: status, label: `${status} (${formatCount(count)})` })),
    ...(queued > 0
      ? [{ value: 'queued', label: `${messageStatusWord('queued')} (${formatCount(queued)})` }]
      : []),
  ];
}

/** What an address asks for is shown as chosen, also where the campaign has none of it. */
function withChosen(choices: { value: string; label: string }[], chosen: string) {
  return choices.some(({ value }) => value === chosen)
    ? choices
    : [...choices, { value: chosen, label: messageStatusWord(chosen) }];
}

function SubStatusChoices({
  breakdown: { statuses },
  status,
  subStatus,
}: {
  breakdown: Breakdown;
  status: string;
  subStatus: string;
}) {
  const offered = statuses.filter((each) => !status || each.status === status);
  const known = offered.some(
    (each) => each.status === status && each.subStatuses.some(({ code }) => code === subStatus),
  );
  return (
    <>
      <option value="">All</option>
      {subStatus && !known && <option value={status + SEPARATOR + subStatus}>{subStatus}</option>}
      {offered
        .filter(({ subStatuses }) => subStatuses.length > 0)
        .map((each) => (
          <optgroup key={each.status} label={each.status}>
            {each.subStatuses.map(({ code, label, count }) => (
              <option key={code} value={each.status + SEPARATOR + code}>
                {label} ({formatCount(count)})
              </option>
            ))}
          </optgroup>
        ))}
    </>
  );
}

const NUMBER = /^\+?\d{3,15}$/;

/** Asked for when it is sent, not while it is typed: a part of a number means a walk through the whole campaign. */
function NumberSearch({
  q,
  onSearch,
  refused,
}: {
  q: string;
  onSearch: (q: string) => void;
  refused: boolean;
}) {
  const [typed, setTyped] = useState(q);
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = typed.replaceAll(/[\s().-]/g, '');
    const right = number === '' || NUMBER.test(number);
    setWrong(!right);
    if (right) onSearch(number);
  };
  return (
    <form onSubmit={submit} noValidate className={classes.search}>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          label="Number"
          className={classes.number}
          type="search"
          inputMode="tel"
          placeholder="+39347… or some digits"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={
            (wrong || refused) && 'Enter 3 to 15 digits, with a + before them where they are the beginning.'
          }
        />
        <Button
          type="submit"
          variant="default"
          className={classes.button}
          leftSection={<IconSearch size={16} aria-hidden />}
        >
          Search
        </Button>
      </Group>
    </form>
  );
}
