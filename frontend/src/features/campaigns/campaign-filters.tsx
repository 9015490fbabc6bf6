import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { CAMPAIGN_STATUSES, campaignStatusWord } from '~/api/campaign-status';
import { SearchField } from '~/ui/search-field';
import classes from './campaign-filters.module.css';
import { useFilters } from './use-filters';

export function CampaignFilters() {
  const { filters, change, clear, clearable } = useFilters();
  const known = [
    { value: '', label: 'All' },
    ...CAMPAIGN_STATUSES.map((status) => ({ value: status, label: campaignStatusWord(status) })),
  ];
  const foreign = known.some(({ value }) => value === filters.status)
    ? []
    : [{ value: filters.status, label: filters.status }];
  return (
    <Group component="search" align="flex-end" gap="sm" mb="md" className={classes.filters}>
      <SearchField
        label="Search by name"
        className={classes.search}
        shown={filters.q}
        onSearch={(q) => change({ q })}
      />
      <NativeSelect
        label="Status"
        value={filters.status}
        rightSection={<IconChevronDown size={16} aria-hidden />}
        data={[...known, ...foreign]}
        onChange={({ currentTarget: { value } }) => change({ status: value })}
      />
      <TextInput
        label="Created from"
        type="date"
        max={filters.to || undefined}
        value={filters.from}
        onChange={({ currentTarget: { value } }) => change({ from: value })}
      />
      <TextInput
        label="Created to"
        type="date"
        min={filters.from || undefined}
        value={filters.to}
        onChange={({ currentTarget: { value } }) => change({ to: value })}
      />
      {clearable && (
        <Button
          variant="subtle"
          onClick={clear}
          leftSection={<IconX size={16} aria-hidden />}
          className={classes.clear}
        >
          Clear filters
        </Button>
      )}
    </Group>
  );
}
