import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { type ReactNode, type Ref, useRef } from 'react';
import { flushSync } from 'react-dom';
import { fieldErrors } from '~/api/problem';
import { ForcingCharacters } from './forcing-characters';
import { TextCount } from './text-count';
import { useTextAnalysis } from './use-text-analysis';

/** The text, how it will travel, and its variables to insert. */
export function MessageBody({
  ref,
  body,
  settledBody,
  variables,
  readOnly,
  error,
  onChange,
  children,
}: {
  ref: Ref<HTMLTextAreaElement>;
  body: string;
  settledBody: string;
  variables: string[];
  readOnly: boolean;
  error: ReactNode;
  onChange: (body: string) => void;
  /** What else may be done with the text. */
  children: ReactNode;
}) {
  const own = useRef<HTMLTextAreaElement>(null);
  const analysis = useTextAnalysis(settledBody);
  const insert = (variable: string) => {
    const area = own.current;
    if (!area) return;
    const { selectionStart, selectionEnd } = area;
    const placed = `{${variable}}`;
    // At once, so that the cursor can be put behind it.
    flushSync(() => onChange(body.slice(0, selectionStart) + placed + body.slice(selectionEnd)));
    area.focus();
    area.setSelectionRange(selectionStart + placed.length, selectionStart + placed.length);
  };
  return (
    <Stack gap="xs">
      <Textarea
        ref={useMergedRef(ref, own)}
        label="Message Body"
        value={body}
        readOnly={readOnly}
        autosize
        minRows={4}
        maxRows={16}
        dir="auto"
        onChange={(event) => onChange(event.currentTarget.value)}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        description={<TextCount analysis={analysis} pending={body !== settledBody} />}
        error={error ?? fieldErrors(analysis.error).text}
      />
      {!readOnly && (
        <>
          <ForcingCharacters
            text={settledBody}
            forcing={analysis.data?.forcing ?? []}
            onReplace={(replacements) => {
              let replaced = body;
              for (const [char, by] of replacements) replaced = replaced.replaceAll(char, by);
              onChange(replaced);
            }}
          />
          <Group gap="xs" role="group" aria-label="Insert into the message">
            {children}
            {variables.map((variable) => (
              <Button
                key={variable}
                variant="light"
                size="xs"
                tt="none"
                aria-label={`Insert {${variable}}`}
                onClick={() => insert(variable)}
              >
                {`{${variable}}`}
              </Button>
            ))}
          </Group>
          {variables.length === 0 && (
            <Text size="sm" c="dimmed">
              Columns of the recipients’ list, such as name, can be inserted here as variables.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
