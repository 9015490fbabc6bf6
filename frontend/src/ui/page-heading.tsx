import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from './use-title';

/** The page's one h1, which names the document too. What may be done with the whole page stands beside it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  useTitle(title);
  return (
    <Group justify="space-between" align="center" gap="sm" mb="lg">
      <Title order={1} size="h2">
        {title}
      </Title>
      {children && <Group gap="sm">{children}</Group>}
    </Group>
  );
}
