import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './faces.module.css';
import { ProblemAlert } from './problem-alert';

/** Grey lines where the text will be. It shows after a moment, so that a quick answer does not flicker. */
export function Loading({ label = 'Loading', lines = 4 }: { label?: string; lines?: number }) {
  return (
    <Stack gap="sm" role="status" className={classes.late}>
      <VisuallyHidden>{label} …</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={line} height={28} width={line === lines - 1 ? '60%' : '100%'} aria-hidden />
      ))}
    </Stack>
  );
}

/** Nothing is here yet: what this will be, and what to do first. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" className={classes.empty}>
      <Text fw={600}>{title}</Text>
      {children && (
        <Text c="dimmed" ta="center" maw="36rem" component="div">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}

/** The part of a query that its faces need. */
export interface FacedQuery<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
  isFetching?: boolean;
}

/**
 * The faces of what is asked for: loading, error with Retry, empty, filled. What was loaded once stays in sight when a
 * later refresh fails, with the problem above it.
 */
export function QueryFaces<T>({
  query,
  children,
  loading = <Loading />,
  empty,
  isEmpty,
}: {
  query: FacedQuery<T>;
  children: (data: T) => ReactNode;
  loading?: ReactNode;
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
}) {
  const { data, error, refetch, isFetching } = query;
  const problem = error ? (
    <ProblemAlert error={error} onRetry={() => refetch()} retrying={isFetching} />
  ) : null;
  if (data === undefined) return problem ?? loading;
  return (
    <>
      {problem}
      {empty !== undefined && isEmpty?.(data) ? empty : children(data)}
    </>
  );
}
