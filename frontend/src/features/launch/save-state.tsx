import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { fieldErrors } from '~/api/problem';
import { useSenderIds } from '~/api/sender-ids';
import { formatInstant } from '~/ui/instant';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import type { Draft, Fields } from './draft';
import type { useDraftSaver } from './use-draft-saver';

const LABELS: Record<keyof Fields, string> = {
  name: 'Campaign Name',
  senderId: 'Sender ID',
  route: 'Route',
  body: 'Message Body',
  templateId: 'Template',
  variableDefaults: 'Defaults',
  rate: 'Rate',
  sendBefore: 'Send before',
};

/** At their fields are shown the words about these. */
const AT_FIELDS = ['name', 'body', 'senderId', 'route', 'rate', 'sendBefore'];

/** Whether what was typed is saved; where it cannot be, why, and what to do. */
export function SaveState({
  draftSaver,
  draft,
}: {
  draftSaver: ReturnType<typeof useDraftSaver>;
  draft: Draft;
}) {
  const senders = useSenderIds().data;
  const zone = useZone();
  const written = (field: keyof Fields, value: Fields[keyof Fields] | undefined) => {
    if (field === 'senderId') return senders?.find(({ id }) => id === value)?.sender ?? inWords(value);
    if (field === 'sendBefore' && typeof value === 'string') return formatInstant(value, zone);
    return inWords(value);
  };
  const { saver, phase, problem, theirs, clashes, edits, setAside, merged } = draftSaver;
  if (phase === 'conflict' && theirs)
    return (
      <Alert color="orange" title="Somebody else changed this draft meanwhile" role="alert">
        <Stack gap="xs" align="flex-start">
          {clashes.map((field) => (
            <Text size="sm" key={field} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              Their {LABELS[field]}: {written(field, theirs.campaign[field])}
              <br />
              Yours: {written(field, edits[field])}
            </Text>
          ))}
          <Group gap="sm">
            <Button size="xs" variant="default" onClick={() => saver.keepMine()}>
              Keep mine
            </Button>
            <Button size="xs" variant="default" onClick={() => saver.takeTheirs()}>
              Use theirs
            </Button>
          </Group>
        </Stack>
      </Alert>
    );
  const atField = Object.keys(fieldErrors(problem)).some(
    (field) => AT_FIELDS.includes(field) || field.startsWith('variableDefaults.'),
  );
  return (
    <div>
      <Text size="sm" c="dimmed" component="p" m={0} role="status">
        {phase === 'saved' && (merged ? 'Saved, together with what somebody else changed' : 'Saved')}
        {(phase === 'waiting' || phase === 'saving') && 'Saving …'}
        {phase === 'refused' && problem?.passing && 'Not saved yet: it is tried again every few seconds'}
        {phase === 'refused' && !problem?.passing && 'Not saved'}
        {setAside && phase === 'saved' && (
          <>
            {'. '}
            <Anchor
              component="button"
              type="button"
              inherit
              underline="always"
              onClick={() => saver.bringBack(draft)}
            >
              Bring back what I typed
            </Anchor>
          </>
        )}
      </Text>
      {phase === 'refused' && problem && !problem.passing && !atField && (
        <ProblemAlert error={problem} onRetry={() => saver.flush()} />
      )}
    </div>
  );
}

function inWords(value: Fields[keyof Fields] | undefined): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value !== 'object') return `“${value}”`;
  const entries = Object.entries(value);
  return entries.length === 0 ? 'none' : entries.map(([name, text]) => `{${name}} “${text}”`).join(', ');
}
