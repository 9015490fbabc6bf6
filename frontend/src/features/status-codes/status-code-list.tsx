import { Anchor, Button, Table, Text, Title } from '@mantine/core';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { $api, type Schemas } from '~/api/client';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { SearchField } from '~/ui/search-field';
import { ToneBadge } from '~/ui/tone-badge';
import { anchorOf, isNamed, matching } from './matching';
import { retryAdvice } from './retry-advice';
import classes from './status-code-list.module.css';

/** The browser looks for the place of the address before the codes are there. */
const showInTheMiddle = (row: HTMLElement | null) => row?.scrollIntoView({ block: 'center' });

/** What each status and code means, and whether another try can help. */
export function StatusCodeList() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const catalogue = $api.useQuery('get', '/v1/sms-statuses', {});
  const q = search.get('q') ?? '';
  const searchFor = async (text: string) =>
    navigate(
      { search: text && new URLSearchParams({ q: text }).toString() },
      { replace: true, flushSync: true },
    );
  return (
    <>
      <Text mb="md" maw="48rem">
        A message has one of four statuses, and a code that says more. A replay chooses its recipients by
        both.
      </Text>
      <SearchField label="Search the codes" className={classes.search} shown={q} onSearch={searchFor} />
      <QueryFaces
        query={catalogue}
        loading={<Loading label="Loading the status codes" lines={8} />}
        isEmpty={({ items }) => matching(items, q).length === 0}
        empty={
          <Empty
            title="No code matches"
            action={
              <Button variant="default" onClick={() => searchFor('')}>
                Show all codes
              </Button>
            }
          >
            Codes, names, descriptions and the advice are searched for every word.
          </Empty>
        }
      >
        {({ items }) => matching(items, q).map((status) => <Codes key={status.status} status={status} />)}
      </QueryFaces>
    </>
  );
}

function Codes({ status: { status, description, subStatuses } }: { status: Schemas['SmsStatus'] }) {
  const { hash, search } = useLocation();
  return (
    <section aria-labelledby={status}>
      <Title order={2} size="h3" id={status} mt="xl">
        {status}
      </Title>
      <Text c="dimmed" mb="xs">
        {description}
      </Text>
      <Table className={classes.codes} aria-label={`Codes of ${status}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.code}>Code</Table.Th>
            <Table.Th className={classes.label}>Name</Table.Th>
            <Table.Th>What it means</Table.Th>
            <Table.Th className={classes.advice}>Another try</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {subStatuses.map(({ code, label, description, retry }) => {
            const named = isNamed(hash, status, code);
            const advice = retryAdvice(retry);
            return (
              <Table.Tr
                key={code}
                id={anchorOf(status, code)}
                data-named={named || undefined}
                ref={named ? showInTheMiddle : undefined}
              >
                <Table.Th scope="row">
                  <Anchor
                    component={Link}
                    to={{ search, hash: anchorOf(status, code) }}
                    className={classes.link}
                  >
                    {code}
                  </Anchor>
                </Table.Th>
                <Table.Td fw={600}>{label}</Table.Td>
                <Table.Td>{description}</Table.Td>
                <Table.Td>
                  <ToneBadge tone={advice.tone}>{advice.words}</ToneBadge>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </section>
  );
}
