import { Text } from '@mantine/core';
import { $api } from '~/api/client';
import { formatMoney, Money } from '~/ui/money';

const REFRESH_MS = 30_000;

/** What new campaigns may spend. Where it cannot be told it is left out: the shell's banner says why. */
export function Credits() {
  const { data } = $api.useQuery('get', '/v1/credits', {}, { refetchInterval: REFRESH_MS });
  if (!data) return null;
  const { available, reserved, currency } = data;
  return (
    <Text
      size="sm"
      component="p"
      m={0}
      title={`Launched campaigns may still spend ${formatMoney({ amount: reserved, currency })}`}
    >
      Credits{' '}
      <Text component="strong" inherit fw={600}>
        <Money value={{ amount: available, currency }} />
      </Text>
    </Text>
  );
}
