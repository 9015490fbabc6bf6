import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { formatCountOf } from '~/ui/count';
import { formatInstant } from '~/ui/instant';
import { useZone } from '~/ui/zone';
import { ZonedTimeField } from '~/ui/zoned-time-field';
import classes from './delivery-options.module.css';
import type { Fields } from './draft';
import type { useDeliveryOptions } from './use-delivery-options';

/** What few campaigns need: until when it may be sent, and how fast. Folded, it says in words what holds. */
export function DeliveryOptions({
  options,
  saved,
  readOnly,
  errors,
}: {
  options: ReturnType<typeof useDeliveryOptions>;
  saved: Pick<Fields, 'sendBefore' | 'rate'>;
  readOnly: boolean;
  errors: { sendBefore: ReactNode; rate: ReactNode };
}) {
  const zone = useZone();
  const [unfolded, setUnfolded] = useState(false);
  const fields = useId();
  // What is refused is in sight, and the keyboard can be led to it.
  const shown = unfolded || Boolean(errors.sendBefore || errors.rate);
  return (
    <div>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={shown}
        aria-controls={fields}
        onClick={() => setUnfolded(!shown)}
      >
        <IconChevronRight size={18} aria-hidden className={classes.chevron} />
        <span>
          <Text component="span" fw={600} size="sm">
            Delivery options
          </Text>{' '}
          {!shown && (
            <Text component="span" size="sm" c="dimmed">
              {optionsInWords(saved, zone)}
            </Text>
          )}
        </span>
      </UnstyledButton>
      <Stack gap="md" mt="xs" id={fields} className={classes.fields} hidden={!shown}>
        <ZonedTimeField
          label="Send before"
          description="What has not gone out by then is not sent. Empty: no such time."
          typed={options.time}
          onChange={options.onTime}
          readOnly={readOnly}
          error={errors.sendBefore}
        />
        <TextInput
          label="Rate"
          description="Segments per second, at most. Empty: as fast as the carrier takes them."
          inputMode="numeric"
          styles={{ wrapper: { maxWidth: '12rem' } }}
          value={options.rate}
          readOnly={readOnly}
          onChange={(event) => options.onRate(event.currentTarget.value)}
          error={errors.rate}
        />
      </Stack>
    </div>
  );
}

function optionsInWords({ sendBefore, rate }: Pick<Fields, 'sendBefore' | 'rate'>, zone: string): string {
  const words = [
    ...(sendBefore ? [`to be sent before ${formatInstant(sendBefore, zone)}`] : []),
    ...(rate ? [`at most ${formatCountOf(rate, 'segment')} per second`] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'no deadline, no limit to the rate';
}
