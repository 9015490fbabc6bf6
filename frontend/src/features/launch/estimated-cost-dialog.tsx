import { Alert, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schemas } from '~/api/client';
import { asProblem, type Problem } from '~/api/problem';
import { formatCount, formatCountOf } from '~/ui/count';
import { countryName } from '~/ui/country';
import { formatInstant } from '~/ui/instant';
import { type Amount, digitsOf, formatMoney, Money } from '~/ui/money';
import { ProblemAlert } from '~/ui/problem-alert';
import { useZone } from '~/ui/zone';
import { offsetName } from '~/ui/zoned-time';
import type { Fields } from './draft';
import { skippedInWords } from './estimate-refusal';
import classes from './estimated-cost-dialog.module.css';
import { quietHoursInWords, rateInWords, tooLateInWords } from './launch-words';
import type { SendAt } from './send-at-dialog';

/** An estimate that waits for its confirmation, and the one key under which that is asked, however often. */
export interface Confirmation {
  estimate: Schemas['CostEstimate'];
  idempotencyKey: string;
  /** Null: now. */
  sendAt: SendAt | null;
  /** Why it was estimated again. */
  notice: string | undefined;
}

type Delivery = Pick<Fields, 'sendBefore' | 'rate'>;

const ASKED_AGAIN = 5;

/** What it costs, and the one button that sends. */
export function EstimatedCostDialog({
  campaignId,
  delivery,
  confirmation,
  estimating,
  onClose,
  onAskAgain,
  onTimeRefused,
  onStartsTooLate,
  onNoDraft,
  onSubmitted,
}: {
  campaignId: number;
  delivery: Delivery;
  confirmation: Confirmation | null;
  estimating: boolean;
  onClose: () => void;
  onAskAgain: (notice?: string) => void;
  onTimeRefused: (error: unknown) => void;
  /** Sending would begin then, which is not before the deadline. */
  onStartsTooLate: (start: string) => void;
  onNoDraft: () => void;
  /** `note`: what was told of who is in their quiet hours. */
  onSubmitted: (launched: Schemas['Launched'], note: string | null) => void;
}) {
  const queryClient = useQueryClient();
  const zone = useZone();
  const launch = $api.useMutation('post', '/v1/campaigns/{id}/launch', {
    // A lost answer is asked again with the same key: at most one of them has an effect.
    retry: (count, error) => count < ASKED_AGAIN && unanswered(asProblem(error)),
    retryDelay: (count, error) => (asProblem(error).retryAfter ?? Math.min(count + 1, 4)) * 1_000,
  });
  const confirm = ({ estimate, idempotencyKey, sendAt }: Confirmation) => {
    // Not `isPending`: two clicks may come before the next rendering.
    if (queryClient.isMutating({ mutationKey: ['post', '/v1/campaigns/{id}/launch'] }) > 0) return;
    launch.mutate(
      {
        params: { path: { id: campaignId }, header: { 'Idempotency-Key': idempotencyKey } },
        body: { estimateId: estimate.estimateId, ...(sendAt && { sendAt: sendAt.sendAt }) },
      },
      {
        onSuccess: (launched) => {
          onSubmitted(launched, quietHoursOf({ estimate, sendAt }, zone));
        },
        onError: (error) => {
          const problem = asProblem(error);
          if (problem.slug === 'invalid-send-at') {
            launch.reset();
            onTimeRefused(problem);
          } else if (problem.slug === 'invalid-send-before') {
            launch.reset();
            onStartsTooLate(sendAt?.sendAt ?? new Date().toISOString());
          } else if (problem.slug === 'estimate-stale') {
            launch.reset();
            onAskAgain(`${problem.detail} This is the cost as it is now.`);
          } else if (problem.slug === 'state-conflict') onNoDraft();
        },
      },
    );
  };
  const close = () => {
    if (launch.isPending) return;
    launch.reset();
    onClose();
  };
  return (
    <Modal
      opened={confirmation !== null}
      onClose={close}
      title="Estimated Cost"
      size="lg"
      // Whoever opened it takes the focus back: what had it may be a pop-up that is gone.
      returnFocus={false}
      closeButtonProps={{ 'aria-label': 'Close', disabled: launch.isPending }}
      centered
    >
      {confirmation && (
        <Stack>
          {confirmation.notice && <Alert color="orange">{confirmation.notice}</Alert>}
          <Figures estimate={confirmation.estimate} sendAt={confirmation.sendAt} delivery={delivery} />
          <Trouble
            estimate={confirmation.estimate}
            problem={launch.error ? asProblem(launch.error) : null}
            waiting={launch.isPending && launch.failureCount > 0}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={launch.isPending}>
              Back
            </Button>
            {shortfallOf(confirmation.estimate, launch.error) ? (
              <>
                <Button
                  variant="default"
                  loading={estimating}
                  onClick={() => {
                    launch.reset();
                    onAskAgain();
                  }}
                >
                  Estimate again
                </Button>
                <Button disabled>Confirm</Button>
              </>
            ) : (
              <Button
                loading={launch.isPending || estimating}
                onClick={() => confirm(confirmation)}
                data-autofocus
              >
                Confirm
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function quietHoursOf({ estimate, sendAt }: Pick<Confirmation, 'estimate' | 'sendAt'>, zone: string) {
  const { quietHours, recipients } = estimate;
  return quietHours ? quietHoursInWords(quietHours, recipients, zone, sendAt !== null) : null;
}

function Figures({
  estimate,
  sendAt,
  delivery,
}: Pick<Confirmation, 'estimate' | 'sendAt'> & { delivery: Delivery }) {
  const zone = useZone();
  const { recipients, segments, encoding, lines, skipped, total, credits } = estimate;
  const waiting = quietHoursOf({ estimate, sendAt }, zone);
  const start = sendAt ? Date.parse(sendAt.sendAt) : Date.now();
  const tooLate = tooLateInWords(delivery, estimate, start);
  const priceDigits = digitsOf(...lines.map(({ unitPrice }) => unitPrice));
  const subtotalDigits = digitsOf(...lines.map(({ subtotal }) => subtotal));
  const sumDigits = digitsOf(total, credits.available, credits.after);
  return (
    <>
      <Text>
        {formatCountOf(recipients, 'recipient')}, {formatCountOf(segments, 'segment')} in{' '}
        {encoding === 'mixed' ? 'GSM-7 and Unicode, each by its text' : encoding}.{' '}
        {sendAt ? (
          <>
            To be sent on <b>{formatInstant(sendAt.sendAt, zone)}</b> ({zone},{' '}
            {offsetName(sendAt.sendAt, zone)}).
          </>
        ) : (
          'To be sent now.'
        )}
      </Text>
      <Stack gap="xs" className={classes.notes}>
        {skipped.length > 0 && <Text size="sm">Left out: {skippedInWords(skipped)}.</Text>}
        {waiting && <Text size="sm">{waiting}</Text>}
        {delivery.rate && <Text size="sm">{rateInWords(delivery.rate, segments)}</Text>}
        {delivery.sendBefore && (
          <Text size="sm">
            What has not gone out by <b>{formatInstant(delivery.sendBefore, zone)}</b> ({zone}) is not sent
            and not charged.
          </Text>
        )}
      </Stack>
      {tooLate && <Alert color="orange">{tooLate}</Alert>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls on a phone must be scrollable by keyboard */}
      <section className={classes.lines} tabIndex={0} aria-label="Cost by country">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Country</Table.Th>
              <Table.Th scope="col">Recipients</Table.Th>
              <Table.Th scope="col">Segments</Table.Th>
              <Table.Th scope="col">Unit price</Table.Th>
              <Table.Th scope="col">Subtotal</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.country}>
                <Table.Th scope="row">{countryName(line.country)}</Table.Th>
                <Table.Td data-label="Recipients">{formatCount(line.recipients)}</Table.Td>
                <Table.Td data-label="Segments">{formatCount(line.segments)}</Table.Td>
                <Table.Td data-label="Unit price">
                  <Money value={line.unitPrice} digits={priceDigits} />
                </Table.Td>
                <Table.Td data-label="Subtotal">
                  <Money value={line.subtotal} digits={subtotalDigits} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <dl className={classes.sums}>
        <Sum label="Total" value={total} digits={sumDigits} strong />
        <Sum label="Credits now" value={credits.available} digits={sumDigits} />
        <Sum label="Credits afterwards" value={credits.after} digits={sumDigits} />
      </dl>
    </>
  );
}

function Sum({
  label,
  value,
  digits,
  strong = false,
}: {
  label: string;
  value: Amount;
  digits: number;
  strong?: boolean;
}) {
  return (
    <div data-strong={strong || undefined}>
      <dt>{label}</dt>
      <dd>
        <Money value={value} digits={digits} />
      </dd>
    </div>
  );
}

function Trouble({
  estimate,
  problem,
  waiting,
}: {
  estimate: Schemas['CostEstimate'];
  problem: Problem | null;
  waiting: boolean;
}) {
  const shortfall = shortfallOf(estimate, problem);
  if (shortfall)
    return (
      <Alert
        ref={showWhole}
        color="red"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={`${formatMoney(shortfall)} are missing`}
      >
        The credits do not suffice, and nothing was sent. Ask an administrator of your account to add credits,
        then estimate again; or go back and send to fewer recipients or in fewer segments. The draft is kept.
      </Alert>
    );
  if (waiting)
    return (
      <Text role="status" size="sm">
        No answer yet. It is asked again in a way that cannot send twice.
      </Text>
    );
  if (!problem) return null;
  return (
    <ProblemAlert
      error={problem}
      next={unanswered(problem) ? 'Press Confirm again: it cannot send twice.' : undefined}
    />
  );
}

function shortfallOf(estimate: Schemas['CostEstimate'], error: unknown): Amount | null {
  if (error) {
    const problem = asProblem(error);
    if (problem.slug === 'insufficient-credits' && problem.shortfall) return problem.shortfall as Amount;
  }
  return estimate.credits.sufficient ? null : estimate.credits.shortfall;
}

/** On a phone the figures are longer than the screen. */
function showWhole(alert: HTMLElement | null): void {
  alert?.scrollIntoView({ block: 'nearest' });
}

/** Nobody knows whether it had its effect, or its twin still has it. */
function unanswered(problem: Problem): boolean {
  return problem.passing || problem.slug === 'request-in-progress';
}
