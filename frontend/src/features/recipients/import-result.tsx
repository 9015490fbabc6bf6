import { Anchor, Stack, Table, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf } from '~/ui/count';
import classes from './import-result.module.css';

/** What became of a list: how many were taken, and each line that was refused, with its reason. */
export function ImportResult({
  campaignId,
  result,
}: {
  campaignId: number;
  result: Schemas['RecipientImport'];
}) {
  const { received, accepted, duplicates, suppressed, rejected, rejections } = result;
  return (
    <Stack gap="sm">
      <Text fw={650}>
        {formatCount(accepted)} of {formatCountOf(received, 'line')} {accepted === 1 ? 'was' : 'were'} taken
      </Text>
      <dl className={classes.counts}>
        <Count label="Accepted" count={accepted} />
        <Count label="Of these opted out or blocked: not sent to" count={suppressed} />
        <Count label="Duplicates" count={duplicates} />
        <Count label="Refused" count={rejected} />
      </dl>
      {rejected > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard */}
          <section className={classes.rejections} tabIndex={0} aria-label="Refused lines">
            <Table stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Line</Table.Th>
                  <Table.Th scope="col">Value</Table.Th>
                  <Table.Th scope="col">Reason</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rejections.map(({ line, value, reason }) => (
                  <Table.Tr key={line}>
                    <Table.Td>{formatCount(line)}</Table.Td>
                    <Table.Td>{value}</Table.Td>
                    <Table.Td>{reason}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
          <Text size="sm">
            {rejected > rejections.length &&
              `These are the first ${formatCount(rejections.length)} of ${formatCount(rejected)}. `}
            <Anchor href={`/v1/campaigns/${campaignId}/rejections.csv`} download inherit underline="always">
              Download all refused lines
            </Anchor>
          </Text>
        </>
      )}
    </Stack>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{formatCount(count)}</dd>
    </div>
  );
}
