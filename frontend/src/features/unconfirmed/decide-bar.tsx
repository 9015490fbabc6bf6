import { Button, Group, Text } from '@mantine/core';
import { useId } from 'react';
import { useAllows } from '~/api/session';
import { formatCountOf } from '~/ui/count';
import { DECISIONS, type Decision } from './decisions';
import classes from './unconfirmed-list.module.css';

/** The decisions, or why they cannot be taken. */
export function DecideBar({ count, onDecide }: { count: number; onDecide: (decision: Decision) => void }) {
  const allows = { sender: useAllows('sender'), approver: useAllows('approver') };
  const words = useId();
  const mayDecide = (decision: Decision) =>
    DECISIONS[decision].needs === 'approver' ? allows.approver : allows.sender;
  return (
    <Group justify="space-between" gap="sm" className={classes.decide}>
      <Text id={words} size="sm" c="dimmed" role="status">
        {!allows.sender
          ? 'Your role may look, but not decide. Ask an administrator of your account for the role sender.'
          : count === 0
            ? 'Choose messages, then say what became of them.'
            : `${formatCountOf(count, 'message')} chosen. What became of ${count === 1 ? 'it' : 'them'}?`}
        {allows.sender && !allows.approver && ' To send again, your role must be approver.'}
      </Text>
      <Group gap="xs">
        {(Object.keys(DECISIONS) as Decision[]).map((decision) => (
          <Button
            key={decision}
            variant="default"
            disabled={count === 0 || !mayDecide(decision)}
            aria-describedby={words}
            onClick={() => onDecide(decision)}
          >
            {DECISIONS[decision].label}
          </Button>
        ))}
      </Group>
    </Group>
  );
}
