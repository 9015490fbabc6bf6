import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { messageStatusWord, messageTone } from '~/api/message-status';
import { countryName } from '~/ui/country';
import { Hint } from '~/ui/hint';
import { Instant } from '~/ui/instant';
import { digitsOf, Money } from '~/ui/money';
import { ToneBadge } from '~/ui/tone-badge';

type Message = Schemas['Message'];
type Breakdown = Schemas['StatusBreakdown'];

export interface Column {
  name: string;
  /** Null where there is nothing (yet) to tell. */
  cell: (message: Message) => ReactNode;
  /** Figures stand to the right, so that their digits stand below each other. */
  figure?: true;
  /** It is not broken into lines. */
  whole?: true;
}

/** What is told of each message, in this order. The words of the sub-statuses are those of the campaign's breakdown. */
export function messageColumns(breakdown: Breakdown, messages: Message[]): Column[] {
  const digits = digitsOf(...messages.flatMap(({ price }) => price ?? []));
  return [
    {
      name: 'Recipient',
      cell: ({ recipient }) =>
        recipient ?? (
          <Text span c="dimmed" inherit>
            erased
          </Text>
        ),
    },
    { name: 'Country', cell: ({ country }) => countryName(country) },
    {
      name: 'Status',
      cell: ({ status }) => <ToneBadge tone={messageTone(status)}>{messageStatusWord(status)}</ToneBadge>,
      whole: true,
    },
    { name: 'Sub-status', cell: (message) => subStatusInWords(message, breakdown) },
    { name: 'Segments', cell: ({ segments }) => segments || null, figure: true },
    { name: 'Price', cell: ({ price }) => price && <Money value={price} digits={digits} />, figure: true },
    {
      name: 'Carrier IDs',
      cell: ({ carrierMessageIds: ids }) => ids.length > 0 && ids.map((id) => <Code key={id}>{id}</Code>),
      whole: true,
    },
    { name: 'Submitted', cell: ({ submittedAt }) => submittedAt && <Instant at={submittedAt} /> },
    { name: 'Final', cell: ({ finalAt }) => finalAt && <Instant at={finalAt} /> },
    {
      name: 'The carrier said',
      cell: ({ raw }) =>
        raw && (
          <>
            <Code>{raw.stat}</Code>
            {raw.err && <Code>err {raw.err}</Code>}
          </>
        ),
    },
  ];
}

function subStatusInWords({ status, subStatus }: Message, { statuses }: Breakdown): ReactNode {
  if (!subStatus) return null;
  const known = statuses
    .find((each) => each.status === status)
    ?.subStatuses.find(({ code }) => code === subStatus);
  // It may have come after the breakdown was asked for; its code then says it until the next one.
  if (!known) return <Code>{subStatus}</Code>;
  return <Hint text={known.description}>{known.label}</Hint>;
}

function Code({ children }: { children: ReactNode }) {
  return (
    <Text component="span" display="block" size="xs" ff="monospace">
      {children}
    </Text>
  );
}
