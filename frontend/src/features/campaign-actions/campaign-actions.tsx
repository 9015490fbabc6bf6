import { ActionIcon, Button, Group, Menu, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconCalendarOff,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '~/api/client';
import { useAllows } from '~/api/session';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { ProblemAlert } from '~/ui/problem-alert';
import { CancelWords, DeleteWords } from './confirm-words';
import { useVerb } from './use-verb';
import { type Verb, verbsOf } from './verbs';

type Asking = Extract<Verb, 'cancel' | 'delete'>;

const LABELS: Record<Verb, { label: string; icon: typeof IconX; danger?: true; done: string }> = {
  pause: { label: 'Pause', icon: IconPlayerPause, done: 'is paused' },
  resume: { label: 'Resume', icon: IconPlayerPlay, done: 'is sent on' },
  unschedule: { label: 'Unschedule', icon: IconCalendarOff, done: 'is a draft again' },
  cancel: { label: 'Cancel Campaign', icon: IconX, danger: true, done: 'is cancelled' },
  delete: { label: 'Delete', icon: IconTrash, danger: true, done: 'is deleted' },
};

/**
 * The three dots of a campaign: what its state and the user's role allow. `children` are menu items that others bring,
 * and come first; `onDeleted` is for a page that shows nothing but this campaign.
 */
export function CampaignActions({
  campaign,
  children,
  onDeleted,
}: {
  campaign: Schemas['Campaign'];
  children?: ReactNode;
  onDeleted?: () => void;
}) {
  const { id, name, status } = campaign;
  const maySend = useAllows('sender');
  const verb = useVerb(id);
  const [asking, setAsking] = useState<Asking | null>(null);
  // A listing has many of these, and hardly any is ever used: the pop-ups are there, closed, from its first opening on.
  const [used, setUsed] = useState(false);
  const verbs = maySend ? verbsOf(status) : [];
  const dots = useRef<HTMLButtonElement>(null);

  const lastFocused = useRef<Element | null>(null);
  // Where the campaign goes, deleted or no longer of this page, the focus does not go with it. It is on the body already
  // where the button that had it was disabled by being pressed.
  useLayoutEffect(
    () => () => {
      const had = lastFocused.current;
      const now = document.activeElement;
      if (had && (now === had || now === document.body))
        document.getElementById('main')?.focus({ preventScroll: true });
    },
    [],
  );
  // A pop-up gives the focus back to what had it, and the item that opened it is gone by then.
  const focusDots = ({ target }: MouseEvent) => {
    if ((target as Element).closest('[role="menuitem"]:not([aria-disabled])')) dots.current?.focus();
  };

  const run = (chosen: Verb) =>
    verb.mutate(chosen, {
      onSuccess: () => {
        setAsking(null);
        notifications.show({ message: `“${name}” ${LABELS[chosen].done}.` });
        if (chosen === 'delete') onDeleted?.();
      },
    });
  const choose = (chosen: Verb) => {
    verb.reset();
    if (chosen === 'cancel' || chosen === 'delete') setAsking(chosen);
    else run(chosen);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes the focus, in its pop-ups too
    <div
      onFocus={({ target }) => {
        lastFocused.current = target;
      }}
    >
      <Menu position="bottom-end" width={300} onOpen={() => setUsed(true)}>
        <Menu.Target>
          <ActionIcon
            ref={dots}
            variant="subtle"
            color="gray"
            c="inherit"
            size="lg"
            aria-label={`Actions for ${name}`}
            loading={verb.isPending && asking === null}
          >
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown onClickCapture={focusDots}>
          {children}
          {maySend && status === 'draft' && (
            <Menu.Item
              component={Link}
              to={`/campaigns/sms/${id}/launch`}
              leftSection={<IconPencil size={16} aria-hidden />}
            >
              Edit
            </Menu.Item>
          )}
          {verbs.map((each) => {
            const { label, icon: Icon, danger } = LABELS[each];
            return (
              <Menu.Item
                key={each}
                leftSection={<Icon size={16} aria-hidden />}
                {...(danger && { c: 'var(--mantine-color-error)' })}
                onClick={() => choose(each)}
              >
                {label}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {used && (
        <>
          <ConfirmDialog
            opened={asking === 'cancel'}
            onClose={() => setAsking(null)}
            onConfirm={() => run('cancel')}
            title="Cancel campaign"
            confirmLabel="Cancel Campaign"
            cancelLabel="Keep it"
            danger
            pending={verb.isPending}
            error={verb.error}
          >
            <CancelWords campaign={campaign} />
          </ConfirmDialog>
          <ConfirmDialog
            opened={asking === 'delete'}
            onClose={() => setAsking(null)}
            onConfirm={() => run('delete')}
            title="Delete draft"
            confirmLabel="Delete"
            cancelLabel="Keep it"
            danger
            pending={verb.isPending}
            error={verb.error}
          >
            <DeleteWords campaign={campaign} />
          </ConfirmDialog>
          <Refused
            what={verb.variables && LABELS[verb.variables].label}
            name={name}
            error={asking === null ? verb.error : null}
            onClose={verb.reset}
          />
        </>
      )}
    </div>
  );
}

/** A refusal of what was done without asking first. */
function Refused({
  what,
  name,
  error,
  onClose,
}: {
  what: string | undefined;
  name: string;
  error: unknown;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={Boolean(error)}
      onClose={onClose}
      title={`${what}: “${name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <ProblemAlert error={error} next="The campaign was read anew: its menu shows what is possible now." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
      </Group>
    </Modal>
  );
}
