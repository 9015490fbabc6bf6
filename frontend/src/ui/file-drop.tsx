import { Button, FileButton, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './file-drop.module.css';

/** One file, dropped or chosen. */
export function FileDrop({
  label,
  accept,
  disabled = false,
  onFile,
  children,
}: {
  label: string;
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
  /** What the file should be like. */
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const take = (file: File | null | undefined) => {
    if (file) onFile(file);
    // The same file, corrected, can be chosen once more.
    reset.current?.();
  };
  const onDrag = (event: DragEvent) => {
    // Else the browser leaves the page to show the file.
    event.preventDefault();
    setOver(event.type === 'dragover' && !disabled);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by keyboard
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={(event) => {
        onDrag(event);
        if (!disabled) take(event.dataTransfer.files[0]);
      }}
    >
      <Stack align="center" gap="xs">
        <Text fw={600}>Drop a {label} here</Text>
        <FileButton
          accept={accept}
          resetRef={reset}
          disabled={disabled}
          inputProps={{ 'aria-label': label, tabIndex: -1 }}
          onChange={take}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              disabled={disabled}
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              Choose a {label}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" ta="center" maw="34rem">
          {children}
        </Text>
      </Stack>
    </div>
  );
}
