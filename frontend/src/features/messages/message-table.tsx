import { Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Schemas } from '~/api/client';
import type { Column } from './message-columns';
import classes from './message-table.module.css';

type Message = Schemas['Message'];

/** Ten columns need the room; with less, each message is a card. */
const NARROW = '(max-width: 62em)';

export function MessageTable({ messages, columns }: { messages: Message[]; columns: Column[] }) {
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  return narrow ? (
    <Cards messages={messages} columns={columns} />
  ) : (
    <Rows messages={messages} columns={columns} />
  );
}

function Rows({ messages, columns }: { messages: Message[]; columns: Column[] }) {
  return (
    <Table.ScrollContainer minWidth="62rem" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className={classes.table} verticalSpacing="xs" aria-label="Messages">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name, figure }) => (
              <Table.Th key={name} scope="col" data-figure={figure}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {messages.map((message) => (
            <Table.Tr key={message.id}>
              {columns.map(({ name, figure, whole, cell }) => (
                <Table.Td key={name} data-figure={figure} data-whole={whole}>
                  {cell(message) || '–'}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Cards({ messages, columns }: { messages: Message[]; columns: Column[] }) {
  return (
    <ul className={classes.cards} aria-label="Messages">
      {messages.map((message) => (
        <li key={message.id}>
          <dl>
            {columns.map(({ name, cell }) => {
              const content = cell(message);
              return (
                content && (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{content}</dd>
                  </div>
                )
              );
            })}
          </dl>
        </li>
      ))}
    </ul>
  );
}
