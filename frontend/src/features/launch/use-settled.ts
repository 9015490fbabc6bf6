import { useDebouncedValue } from '@mantine/hooks';

const PAUSE_MS = 300;

/** The text and its defaults once typing pauses: what is worth asking the API about. */
export function useSettled(body: string, variableDefaults: Record<string, string>) {
  const [settledBody] = useDebouncedValue(body, PAUSE_MS);
  const [settledDefaults] = useDebouncedValue(variableDefaults, PAUSE_MS);
  return { body: settledBody, variableDefaults: settledDefaults };
}
