import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

const SEARCH_AFTER_MS = 300;

/**
 * Searches a moment after the last key, or at once with Enter. What is being typed is the field's own until then;
 * afterwards it shows what is searched for, which lies in the address. `onSearch` resolves when `shown` is that.
 */
export function SearchField({
  label,
  shown,
  onSearch,
  className,
}: {
  label: string;
  shown: string;
  onSearch: (text: string) => Promise<void>;
  className?: string | undefined;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const search = useDebouncedCallback(async (text: string) => {
    await onSearch(text.trim());
    setTyped((now) => (now === text ? null : now));
  }, SEARCH_AFTER_MS);
  return (
    <TextInput
      label={label}
      type="search"
      className={className}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed ?? shown}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        search(value);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Enter') search.flush();
      }}
    />
  );
}
