import { Button, Group, NativeSelect, Progress, Stack, Text, Textarea } from '@mantine/core';
import '@mantine/core/styles/Progress.css';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '~/api/client';
import { countryChoices } from '~/ui/country';
import { FileDrop } from '~/ui/file-drop';
import { ProblemAlert } from '~/ui/problem-alert';
import { ImportResult } from './import-result';
import { type RecipientList, uploadRecipients } from './upload-recipients';

const COUNTRIES = [
  { value: '', label: 'None: all begin with + and the country’s code' },
  ...countryChoices(),
];

/**
 * Recipients from a CSV file or pasted numbers, and what became of them.
 *
 * @param campaignId the draft that gets them; asked when an upload begins, so that it may be made then
 */
export function RecipientImport({
  campaignId,
  onImported,
}: {
  campaignId: () => Promise<number>;
  onImported?: (result: Schemas['RecipientImport']) => void;
}) {
  const [region, setRegion] = useState('');
  const [pasted, setPasted] = useState('');
  const [progress, setProgress] = useState(0);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const upload = useMutation({
    mutationFn: async (list: RecipientList) => {
      const controller = new AbortController();
      stop.current = controller;
      setProgress(0);
      const id = await campaignId();
      return { id, result: await uploadRecipients(id, list, region, controller.signal, setProgress) };
    },
    onSuccess: ({ result }) => onImported?.(result),
  });
  const { data, error, variables: list, isPending } = upload;
  const stopped = error instanceof DOMException && error.name === 'AbortError';
  return (
    <Stack>
      <NativeSelect
        label="Country of national numbers"
        description="For numbers that are written without their country’s code"
        data={COUNTRIES}
        value={region}
        onChange={(event) => setRegion(event.currentTarget.value)}
        disabled={isPending}
      />
      <FileDrop
        label="CSV file"
        accept=".csv,.txt,text/csv,text/plain"
        disabled={isPending}
        onFile={(file) => upload.mutate({ name: file.name, csv: file })}
      >
        A header row names the columns. The numbers are in the one called recipient, msisdn, phone, mobile, to
        or number; every other column is a variable for the text. Or it is one column of numbers alone.
      </FileDrop>
      <Stack gap="xs" align="flex-start">
        <Textarea
          label="Or paste numbers"
          description="One in each line, or lines of a CSV with its header"
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={10}
          w="100%"
          disabled={isPending}
        />
        <Button
          variant="default"
          disabled={pasted.trim() === '' || isPending}
          onClick={() => upload.mutate({ name: 'the pasted numbers', csv: pasted })}
        >
          Use pasted numbers
        </Button>
      </Stack>
      <div role="status">
        {isPending && list && (
          <Stack gap="xs">
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">
                {progress < 1
                  ? `Uploading ${list.name}: ${Math.floor(progress * 100)}%`
                  : `Checking the numbers of ${list.name} …`}
              </Text>
              <Button size="xs" variant="default" onClick={() => stop.current?.abort()}>
                Stop
              </Button>
            </Group>
            <Progress value={progress * 100} animated={progress >= 1} aria-label={`Upload of ${list.name}`} />
          </Stack>
        )}
        {stopped && 'The upload was stopped. The recipients are as they were.'}
        {data && <ImportResult campaignId={data.id} result={data.result} />}
      </div>
      {error && !stopped && (
        <ProblemAlert
          error={error}
          onRetry={list && (() => upload.mutate(list))}
          next="The recipients are as they were. Correct what is named here, or try again."
        />
      )}
    </Stack>
  );
}
