import { Button, Group, Modal, Radio, Stack, Table, Text, TextInput } from '@mantine/core';
import '@mantine/core/styles/Radio.css';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, client } from '~/api/client';
import { Empty, Loading } from '~/ui/faces';
import { ProblemAlert } from '~/ui/problem-alert';
import { readDraft } from './draft';
import classes from './insert-template-dialog.module.css';
import { showDraft } from './use-draft-saver';

interface Props {
  onClose: () => void;
  campaignId: number;
  senderId: number;
  sender: string;
  /** Whether there is a text that the template's will replace. */
  replaces: boolean;
  /** Saves what is typed; false where that fails, and nothing is imported then. */
  beforeImport: () => Promise<boolean>;
  onImported: () => void;
}

/** Puts a template's text in the place of the draft's. */
export function InsertTemplateDialog({ opened, ...props }: Props & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title="Insert Template"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <TemplateChoice {...props} />
    </Modal>
  );
}

function TemplateChoice({
  onClose,
  campaignId,
  senderId,
  sender,
  replaces,
  beforeImport,
  onImported,
}: Props) {
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const [chosen, setChosen] = useState<number | null>(null);
  const templates = $api.useInfiniteQuery(
    'get',
    '/v1/templates',
    { params: { query: { senderId, limit: 50, ...(q && { q }) } } },
    {
      pageParamName: 'cursor',
      // Left out of the query; `undefined` would become 0.
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    },
  );
  const found = templates.data?.pages.flatMap(({ items }) => items);
  const importing = useImport(campaignId, beforeImport, onImported);
  return (
    <Stack>
      <TextInput
        label="Search templates"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setChosen(null);
        }}
        data-autofocus
      />
      {templates.error && <ProblemAlert error={templates.error} onRetry={templates.refetch} />}
      {!found && !templates.error && <Loading label="Loading the templates" />}
      {found?.length === 0 &&
        (q ? (
          <Empty title="No template matches">Search for another part of its name or text.</Empty>
        ) : (
          <Empty title={`${sender} has no templates yet`}>
            Templates belong to a sender ID. They are made with <code>POST /v1/templates</code>.
          </Empty>
        ))}
      {found && found.length > 0 && (
        <Table highlightOnHover verticalSpacing="xs" className={classes.templates}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Template</Table.Th>
              <Table.Th scope="col">Message</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map(({ id, name, body }) => (
              // The radio is there for the keyboard; a click anywhere in its row does the same.
              <Table.Tr key={id} onClick={() => setChosen(id)} data-chosen={chosen === id || undefined}>
                <Table.Td>
                  <Radio
                    name="template"
                    label={name}
                    value={String(id)}
                    checked={chosen === id}
                    onChange={() => setChosen(id)}
                  />
                </Table.Td>
                <Table.Td className={classes.body} dir="auto">
                  {body}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {templates.hasNextPage && (
        <Button
          variant="default"
          onClick={() => templates.fetchNextPage()}
          loading={templates.isFetchingNextPage}
        >
          Show more
        </Button>
      )}
      {importing.error && <ProblemAlert error={importing.error} />}
      <Group justify="flex-end" className={classes.actions}>
        {replaces && (
          <Text size="sm" c="dimmed" mr="auto">
            The template takes the place of the present text.
          </Text>
        )}
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          disabled={chosen === null}
          loading={importing.isPending}
          onClick={() => chosen !== null && importing.mutate(chosen)}
        >
          Import
        </Button>
      </Group>
    </Stack>
  );
}

function useImport(id: number, beforeImport: () => Promise<boolean>, onImported: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (templateId: number) => {
      if (!(await beforeImport()))
        throw new Error('What you typed is not saved yet. Close this, and see above the Campaign Name why.');
      const { data } = await client.POST('/v1/campaigns/{id}/template-import', {
        params: { path: { id } },
        body: { templateId },
      });
      return { message: data?.message, draft: await readDraft(id) };
    },
    onSuccess: ({ message, draft }) => {
      showDraft(queryClient, draft);
      onImported();
      notifications.show({
        role: 'status',
        color: 'green',
        message,
        closeButtonProps: { 'aria-label': 'Close' },
      });
    },
  });
}
