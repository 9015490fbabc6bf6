import { Checkbox, Table, Text } from '@mantine/core';
import '@mantine/core/styles/Checkbox.css';
import type { Schemas } from '~/api/client';
import { countryName } from '~/ui/country';
import { Instant } from '~/ui/instant';
import { digitsOf, Money } from '~/ui/money';
import classes from './unconfirmed-table.module.css';

type Message = Schemas['UnconfirmedMessage'];

/** The messages in doubt, to choose from. */
export function UnconfirmedTable({
  messages,
  chosen,
  all,
  onChoose,
}: {
  messages: Message[];
  chosen: ReadonlySet<number>;
  /** All of the campaign are chosen, those of other pages too. */
  all: boolean;
  onChoose: (ids: number[], choose: boolean) => void;
}) {
  const here = messages.filter(({ id }) => all || chosen.has(id)).length;
  const digits = digitsOf(...messages.flatMap(({ price }) => price ?? []));
  return (
    <Table className={classes.table} verticalSpacing="xs" aria-label="Messages in doubt">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" className={classes.box}>
            <Checkbox
              aria-label="All on this page"
              checked={here === messages.length}
              indeterminate={here > 0 && here < messages.length}
              disabled={all}
              onChange={(event) =>
                onChoose(
                  messages.map(({ id }) => id),
                  event.currentTarget.checked,
                )
              }
            />
          </Table.Th>
          <Table.Th scope="col">Recipient</Table.Th>
          <Table.Th scope="col">Country</Table.Th>
          <Table.Th scope="col">In doubt since</Table.Th>
          <Table.Th scope="col">Send again from</Table.Th>
          <Table.Th scope="col" data-figure>
            Segments
          </Table.Th>
          <Table.Th scope="col" data-figure>
            Price
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {messages.map(({ id, recipient, country, since, sendAgainFrom, segments, price }) => (
          <Table.Tr key={id}>
            <Table.Td className={classes.box}>
              <Checkbox
                aria-label={recipient ?? `Message ${id}`}
                checked={all || chosen.has(id)}
                disabled={all}
                onChange={(event) => onChoose([id], event.currentTarget.checked)}
              />
            </Table.Td>
            <Table.Th scope="row">
              {recipient ?? (
                <Text span c="dimmed" inherit>
                  erased
                </Text>
              )}
            </Table.Th>
            <Table.Td data-label="Country">{countryName(country)}</Table.Td>
            <Table.Td data-label="In doubt since">
              <Instant at={since} />
            </Table.Td>
            <Table.Td data-label="Send again from">
              <Instant at={sendAgainFrom} />
            </Table.Td>
            <Table.Td data-label="Segments" data-figure>
              {segments}
            </Table.Td>
            <Table.Td data-label="Price" data-figure>
              {price ? <Money value={price} digits={digits} /> : '–'}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
