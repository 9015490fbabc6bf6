import { Code, Table, Text, Title } from '@mantine/core';
import { $api, type Schemas } from '~/api/client';
import { formatCount } from '~/ui/count';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { Instant } from '~/ui/instant';
import { type Tone, ToneBadge } from '~/ui/tone-badge';
import classes from './carrier-list.module.css';

const EVERY = 5_000;

const STATES: Record<Schemas['Carrier']['state'], { tone: Tone; words: string }> = {
  up: { tone: 'good', words: 'Takes messages' },
  away: { tone: 'bad', words: 'Away' },
  off: { tone: 'neutral', words: 'Not configured any more' },
};

const BINDS: Record<Schemas['CarrierBind']['state'], { tone: Tone; words: string }> = {
  bound: { tone: 'good', words: 'Up' },
  throttled: { tone: 'warn', words: 'Up, asked to be slower' },
  connecting: { tone: 'busy', words: 'Connecting' },
  binding: { tone: 'busy', words: 'Signing in' },
  waiting: { tone: 'bad', words: 'Down, will try again' },
  closed: { tone: 'neutral', words: 'Closed' },
};

/** Who carries the messages, and how it stands with each connection, as the backend that answers sees it. */
export function CarrierList() {
  const carriers = $api.useQuery('get', '/v1/carriers', {}, { refetchInterval: EVERY });
  return (
    <>
      <Text mb="md" maw="48rem">
        Messages take the first carrier of their route that is up. What was written stays with the carrier
        that has it; what was not, takes the next one or waits.
      </Text>
      <QueryFaces
        query={carriers}
        loading={<Loading label="Loading the carriers" lines={6} />}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Empty title="No carrier yet">
            Nothing can be sent. Whoever runs Replay names an SMSC with <Code>REPLAY_SMPP_HOST</Code>, or
            another carrier, and starts it anew.
          </Empty>
        }
      >
        {({ items }) => items.map((carrier) => <OneCarrier key={carrier.id} carrier={carrier} />)}
      </QueryFaces>
    </>
  );
}

function OneCarrier({ carrier }: { carrier: Schemas['Carrier'] }) {
  const { name, kind, state, rate, window, inFlight, circuit, binds } = carrier;
  const { tone, words } = STATES[state];
  return (
    <section aria-labelledby={`carrier-${name}`} className={classes.carrier}>
      <div className={classes.head}>
        <Title order={2} size="h3" id={`carrier-${name}`}>
          {name}
        </Title>
        <ToneBadge tone={tone}>{words}</ToneBadge>
        {circuit !== 'closed' && (
          <ToneBadge tone="warn">
            {circuit === 'open'
              ? 'Left alone after failures in a row'
              : 'The next message shows whether it works'}
          </ToneBadge>
        )}
      </div>
      {state !== 'off' && (
        <Text c="dimmed" mb="xs">
          {kind === 'smpp' ? 'SMPP' : 'HTTP'}, {formatCount(inFlight)} of {formatCount(window)} on the wire,{' '}
          {rate === 0 ? 'no limit of its own' : `at most ${formatCount(rate)} segments a second`}.
        </Text>
      )}
      {binds.length > 0 && (
        <Table className={classes.binds} aria-label={`Connections of ${name}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Connection</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col">Since</Table.Th>
              <Table.Th scope="col">What went wrong last</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {binds.map((bind) => (
              <Table.Tr key={bind.index}>
                <Table.Th scope="row">
                  {bind.index + 1}, {bind.kind}
                </Table.Th>
                <Table.Td>
                  <ToneBadge tone={BINDS[bind.state].tone}>{BINDS[bind.state].words}</ToneBadge>
                </Table.Td>
                <Table.Td data-label="Since">
                  <Instant at={bind.since} />
                </Table.Td>
                <Table.Td data-label="What went wrong last" data-none={!bind.lastError || undefined}>
                  {bind.lastError ?? '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
