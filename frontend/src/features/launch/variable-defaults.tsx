import { Fieldset, Stack, TextInput } from '@mantine/core';
import '@mantine/core/styles/Fieldset.css';
import type { ReactNode } from 'react';

/** What stands in where a recipient brings no value, for each variable that the text uses. */
export function VariableDefaults({
  used,
  columns,
  defaults,
  readOnly,
  errors,
  onChange,
}: {
  used: string[];
  columns: string[];
  defaults: Record<string, string>;
  readOnly: boolean;
  /** By variable, or by its place in the draft. */
  errors: Record<string, ReactNode>;
  onChange: (defaults: Record<string, string>) => void;
}) {
  if (used.length === 0) return null;
  const change = (variable: string, value: string) => {
    const { [variable]: _, ...others } = defaults;
    onChange(value === '' ? others : { ...others, [variable]: value });
  };
  return (
    <Fieldset
      legend="Defaults for recipients without a value"
      variant="unstyled"
      p={0}
      m={0}
      styles={{ legend: { padding: 0, fontWeight: 600 } }}
    >
      <Stack gap="sm">
        {used.map((variable) => (
          <TextInput
            key={variable}
            label={`Default for {${variable}}`}
            description={
              columns.includes(variable)
                ? undefined
                : 'The recipients’ list has no such column: everybody gets the default.'
            }
            value={defaults[variable] ?? ''}
            maxLength={1_000}
            readOnly={readOnly}
            onChange={(event) => change(variable, event.currentTarget.value)}
            error={errors[variable] ?? errors[`variableDefaults.${variable}`]}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}
