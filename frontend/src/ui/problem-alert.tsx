import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import '@mantine/core/styles/List.css';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { asProblem, type Problem, pathOf } from '~/api/problem';

/** What to do next, where the caller knows nothing better. */
function nextStep(problem: Problem, canRetry: boolean): string {
  const { status, retryAfter } = problem;
  if (problem.passing)
    return canRetry ? 'Try again in a moment.' : 'Nothing is lost: do it again in a moment.';
  if (status === 403) return 'Ask an administrator of your account for the role it needs.';
  if (status === 404) return 'Check the address, or go back to the list.';
  if (status === 409 || status === 412) return 'Load the page again to see what is possible now.';
  if (status === 422 || status === 413 || status === 400)
    return 'Correct what is named here, then try again.';
  if (status === 429)
    return retryAfter === undefined ? 'Wait a while, then try again.' : `Try again ${inWords(retryAfter)}.`;
  if (typeof problem.incident === 'string')
    return `Try again. If it happens again, tell your operator the incident ${problem.incident}.`;
  return 'Try again. If it happens again, tell your operator.';
}

/** `in 40 seconds`, `in 14 minutes` */
export function inWords(seconds: number): string {
  if (seconds < 90) return `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

/**
 * A problem as title, detail and what to do next. Places that `fields` names are shown at their fields by the form;
 * all others are listed here, so that no refusal goes unseen.
 */
export function ProblemAlert({
  error,
  onRetry,
  retrying = false,
  detail,
  next,
  fields = [],
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
  /** In place of the API's own, where that tells instants as machines do. */
  detail?: ReactNode;
  next?: ReactNode;
  fields?: string[];
}) {
  const problem = asProblem(error);
  const places = problem.errors.filter(({ pointer }) => !fields.includes(pathOf(pointer)));
  const explained = problem.type.startsWith('/problems/');
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={problem.title} role="alert" my="sm">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{detail ?? problem.detail}</Text>
        {places.length > 0 && (
          <List size="sm">
            {places.map(({ pointer, detail }) => (
              <List.Item key={`${pointer} ${detail}`}>{detail}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm" component="div">
          {next ?? nextStep(problem, onRetry !== undefined)}
        </Text>
        <Group gap="md">
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry} loading={retrying}>
              Retry
            </Button>
          )}
          {explained && (
            <Anchor
              href={problem.type}
              target="_blank"
              rel="noreferrer"
              size="sm"
              c="inherit"
              underline="always"
            >
              What this means
            </Anchor>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
