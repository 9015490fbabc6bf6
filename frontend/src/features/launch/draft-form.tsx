import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconCalendarClock, IconSend, IconTemplate } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { $api, type Schemas } from '~/api/client';
import { newIdempotencyKey } from '~/api/idempotency';
import { asProblem, fieldErrors } from '~/api/problem';
import { useSenderIds } from '~/api/sender-ids';
import { useAllows } from '~/api/session';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import { typedTime } from '~/ui/zoned-time-field';
import { DeliveryOptions } from './delivery-options';
import type { Draft, Edits } from './draft';
import { draftQuery } from './draft';
import classes from './draft-form.module.css';
import { refusalsOf } from './estimate-refusal';
import { type Confirmation, EstimatedCostDialog } from './estimated-cost-dialog';
import { InsertTemplateDialog } from './insert-template-dialog';
import type { RecipientsSlot } from './launch-form';
import { startsTooLateInWords } from './launch-words';
import { MessageBody } from './message-body';
import { PhonePreview } from './phone-preview';
import { SaveState } from './save-state';
import { type SendAt, SendAtDialog } from './send-at-dialog';
import { SenderFields } from './sender-fields';
import { SentTo } from './sent-to';
import { useDeliveryOptions } from './use-delivery-options';
import { useDraftSaver } from './use-draft-saver';
import { useSettled } from './use-settled';
import { VariableDefaults } from './variable-defaults';
import { variablesIn } from './variables';

type Dialog = { name: 'templates' } | { name: 'schedule'; error: unknown } | null;

export function DraftForm({
  draft,
  recipientImport,
  onSubmitted,
}: {
  draft: Draft;
  recipientImport: RecipientsSlot;
  onSubmitted: (launched: Schemas['Launched'], note: string | null) => void;
}) {
  const { id, replayOf, recipients, variables } = draft.campaign;
  const queryClient = useQueryClient();
  const mayEdit = useAllows('sender');
  const draftSaver = useDraftSaver(id);
  const { saver, problem } = draftSaver;
  const { name, body, senderId, route, variableDefaults, rate, sendBefore } = {
    ...draft.campaign,
    ...draftSaver.edits,
  };
  const sender = useSenderIds().data?.find((candidate) => candidate.id === senderId)?.sender;

  const [dialog, setDialog] = useState<Dialog>(null);
  const [time, setTime] = useState<SendAt | null>(null);
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null);
  // When sending would have begun, where the launch was refused for that.
  const [startsTooLate, setStartsTooLate] = useState<string | null>(null);
  // Another list begins its preview at its first recipient.
  const [imports, setImports] = useState(0);
  const form = useRef<HTMLDivElement>(null);
  const saveState = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  // Where the keyboard goes on when the pop-ups that Send and Schedule lead to are closed.
  const opener = useRef<HTMLButtonElement>(null);

  const estimate = $api.useMutation('post', '/v1/campaigns/{id}/cost-estimate');
  const refused = refusalsOf(estimate.error, body);
  const invalid = fieldErrors(problem);
  const settled = useSettled(body, variableDefaults);

  const edit = (edits: Edits) => {
    estimate.reset();
    setStartsTooLate(null);
    saver.edit(edits, draft);
  };
  const zone = useZone();
  const options = useDeliveryOptions({ sendBefore, rate }, edit);
  const readAnew = () => queryClient.refetchQueries({ queryKey: draftQuery(id).queryKey });

  const refuseTime = (error: unknown) => {
    estimate.reset();
    if (confirmation) opener.current?.focus();
    setConfirmation(null);
    setDialog({ name: 'schedule', error });
  };

  /** Works out the cost of what is on the screen, then asks to confirm it. */
  const ask = async (chosen: SendAt | null, notice?: string) => {
    if (estimate.isPending) return;
    setTime(chosen);
    const { unusable } = options;
    if (!(await saver.flush()) || unusable.sendBefore || unusable.rate) {
      flushSync(() => setDialog(null));
      (invalidField(form.current) ?? saveState.current)?.focus();
      return;
    }
    estimate.mutate(
      { params: { path: { id }, query: chosen ? { sendAt: chosen.sendAt } : {} } },
      {
        onSuccess: (answer) => {
          setDialog(null);
          setConfirmation({ estimate: answer, idempotencyKey: newIdempotencyKey(), sendAt: chosen, notice });
        },
        onError: (error) => {
          const { slug } = asProblem(error);
          if (slug === 'invalid-send-at') {
            refuseTime(error);
            return;
          }
          setDialog(null);
          setConfirmation(null);
          if (slug === 'state-conflict') void readAnew();
        },
      },
    );
  };
  useFocusOnRefusal(form, text, estimate.error ?? startsTooLate, refused.offset);

  return (
    <>
      <div className={classes.columns}>
        <Stack gap="lg" ref={form}>
          <div ref={saveState} tabIndex={-1}>
            <SaveState draftSaver={draftSaver} draft={draft} />
          </div>
          {!mayEdit && (
            <Text c="dimmed">Your role may look at this draft, but neither change nor send it.</Text>
          )}
          <TextInput
            label="Campaign Name"
            value={name}
            maxLength={200}
            readOnly={!mayEdit}
            onChange={(event) => edit({ name: event.currentTarget.value })}
            error={name.trim() ? invalid.name : 'Give the campaign a name: it is not saved without one.'}
          />
          <SenderFields
            senderId={senderId}
            route={route}
            replay={replayOf != null}
            readOnly={!mayEdit}
            error={invalid.senderId ?? invalid.route}
            onChange={(chosen) =>
              // A template is registered for its sender.
              edit({ senderId: chosen.id, route: chosen.route, templateId: null })
            }
          />
          <SentTo
            campaign={draft.campaign}
            error={refused.sentTo}
            change={
              mayEdit &&
              recipientImport({
                // The list is put in the place of the saved draft's.
                campaignId: async () => {
                  await saver.flush();
                  return id;
                },
                onImported: () => {
                  estimate.reset();
                  setImports((count) => count + 1);
                  void readAnew();
                },
              })
            }
          />
          <MessageBody
            ref={text}
            body={body}
            settledBody={settled.body}
            variables={variables}
            readOnly={!mayEdit}
            error={refused.body ?? invalid.body}
            onChange={(changed) => edit({ body: changed })}
          >
            {mayEdit && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconTemplate size={16} aria-hidden />}
                onClick={() => setDialog({ name: 'templates' })}
              >
                Templates
              </Button>
            )}
          </MessageBody>
          <VariableDefaults
            used={variablesIn(body)}
            columns={variables}
            defaults={variableDefaults}
            readOnly={!mayEdit}
            errors={{ ...invalid, ...refused.defaults }}
            onChange={(defaults) => edit({ variableDefaults: defaults })}
          />
          <DeliveryOptions
            options={options}
            saved={{ sendBefore, rate }}
            readOnly={!mayEdit}
            errors={{
              sendBefore:
                options.unusable.sendBefore ??
                (startsTooLate ? startsTooLateInWords(startsTooLate, zone) : invalid.sendBefore),
              rate: options.unusable.rate ?? invalid.rate,
            }}
          />
        </Stack>
        <div className={classes.preview}>
          <PhonePreview
            key={imports}
            campaignId={id}
            sender={sender ?? ''}
            body={settled.body}
            variableDefaults={settled.variableDefaults}
            recipients={recipients}
          />
        </div>
      </div>
      {mayEdit && (
        <>
          {refused.elsewhere && (
            <ProblemAlert error={refused.elsewhere} onRetry={() => ask(time)} retrying={estimate.isPending} />
          )}
          <Group gap="sm" mt="xl" className={classes.actions}>
            <Button
              leftSection={
                estimate.isPending ? (
                  <Loader size={18} color="currentColor" aria-hidden />
                ) : (
                  <IconSend size={18} aria-hidden />
                )
              }
              // Not disabled meanwhile: that would take the focus away from it.
              aria-busy={estimate.isPending}
              onClick={(event) => {
                opener.current = event.currentTarget;
                void ask(null);
              }}
            >
              Send
            </Button>
            <Button
              variant="default"
              leftSection={<IconCalendarClock size={18} aria-hidden />}
              onClick={(event) => {
                opener.current = event.currentTarget;
                estimate.reset();
                setDialog({ name: 'schedule', error: null });
              }}
            >
              Schedule
            </Button>
            <Text size="sm" c="dimmed">
              What it costs is shown before anything is sent.
            </Text>
          </Group>
        </>
      )}
      <InsertTemplateDialog
        opened={dialog?.name === 'templates'}
        onClose={() => setDialog(null)}
        campaignId={id}
        senderId={senderId}
        sender={sender ?? ''}
        replaces={body.trim() !== ''}
        beforeImport={() => saver.flush()}
        onImported={() => {
          estimate.reset();
          saver.forget('body');
          setDialog(null);
        }}
      />
      <SendAtDialog
        opened={dialog?.name === 'schedule'}
        onClose={() => setDialog(null)}
        title="Schedule"
        submitLabel="Continue"
        initial={time?.typed ?? typedTime(null, zone)}
        sendBefore={sendBefore}
        pending={estimate.isPending}
        error={dialog?.name === 'schedule' ? dialog.error : null}
        onEdit={() => setDialog({ name: 'schedule', error: null })}
        onChosen={(chosen) => ask(chosen)}
      />
      <EstimatedCostDialog
        campaignId={id}
        delivery={{ sendBefore, rate }}
        confirmation={confirmation}
        estimating={estimate.isPending}
        onClose={() => {
          setConfirmation(null);
          opener.current?.focus();
        }}
        onAskAgain={(notice) => ask(confirmation?.sendAt ?? null, notice)}
        onTimeRefused={refuseTime}
        onStartsTooLate={(start) => {
          setConfirmation(null);
          setStartsTooLate(start);
        }}
        onNoDraft={readAnew}
        onSubmitted={onSubmitted}
      />
    </>
  );
}

/** Leads to the field that was refused; in the text, to the place. */
function useFocusOnRefusal(
  form: React.RefObject<HTMLDivElement | null>,
  text: React.RefObject<HTMLTextAreaElement | null>,
  error: unknown,
  offset: number | undefined,
) {
  useEffect(() => {
    if (!error) return;
    const field = invalidField(form.current);
    field?.focus();
    if (field && field === text.current && offset !== undefined)
      text.current.setSelectionRange(offset, offset + 1);
  }, [error, offset, form, text]);
}

function invalidField(form: HTMLElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null;
}
