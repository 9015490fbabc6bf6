import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schemas } from '~/api/client';
import { asProblem, fieldErrors } from '~/api/problem';
import { formatCountOf } from '~/ui/count';
import { Instant } from '~/ui/instant';
import { ProblemAlert } from '~/ui/problem-alert';
import { DECISIONS, type Decision } from './decisions';
import { useResolve } from './use-resolve';

const LONGEST_REASON = 500;

/** Asks before it is decided, and for the reason. */
export function DecideDialog({
  decision,
  onClose,
  ...rest
}: {
  /** Null: closed. */
  decision: Decision | null;
  campaignId: number;
  count: number;
  /** Null: all that are in doubt. */
  ids: number[] | null;
  onClose: () => void;
  onDone: (resolved: Schemas['Resolved']) => void;
}) {
  return (
    <Modal
      opened={decision !== null}
      onClose={onClose}
      title={decision && DECISIONS[decision].label}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
      centered
    >
      {decision && <Inside decision={decision} onClose={onClose} {...rest} />}
    </Modal>
  );
}

function Inside({
  decision,
  campaignId,
  count,
  ids,
  onClose,
  onDone,
}: {
  decision: Decision;
  campaignId: number;
  count: number;
  ids: number[] | null;
  onClose: () => void;
  onDone: (resolved: Schemas['Resolved']) => void;
}) {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const resolve = useResolve(campaignId);
  const form = useId();
  const { label, words } = DECISIONS[decision];
  const required = decision === 'send-again';
  const missing = required && asked && !reason.trim();

  const submit = () => {
    setAsked(true);
    if (required && !reason.trim()) return;
    resolve.mutate(
      { as: decision, ...(ids && { ids }), ...(reason.trim() && { reason: reason.trim() }) },
      { onSuccess: onDone },
    );
  };
  return (
    <form
      id={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!resolve.isPending) submit();
      }}
    >
      <Stack>
        <Text>
          {ids === null ? 'All ' : ''}
          {formatCountOf(count, 'message')} in doubt. {words}
        </Text>
        <Textarea
          label="Reason"
          description={`Kept in the audit log${required ? '' : '; may be left empty'}.`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={LONGEST_REASON}
          required={required}
          error={missing ? 'Sending again asks for a reason.' : fieldErrors(resolve.error).reason}
          autosize
          minRows={2}
          data-autofocus
        />
        {resolve.error && <Refused error={resolve.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={resolve.isPending}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Refused({ error }: { error: unknown }) {
  const { slug, from } = asProblem(error);
  if (slug === 'too-early-to-send-again')
    return typeof from === 'string' ? (
      <ProblemAlert
        error={error}
        detail={
          <>
            Send again works from <Instant at={from} /> on.
          </>
        }
        next="Until then a late answer or a receipt may settle it."
      />
    ) : (
      <ProblemAlert error={error} next="Wait until this part of the campaign has gone out, then try again." />
    );
  return (
    <ProblemAlert
      error={error}
      fields={['reason']}
      next={
        slug === 'insufficient-credits'
          ? 'Ask an administrator of your account to add credits, or choose fewer messages.'
          : undefined
      }
    />
  );
}
