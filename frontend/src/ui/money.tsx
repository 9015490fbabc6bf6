export interface Amount {
  /** A decimal string, never a float. */
  amount: string;
  currency: string;
}

/** `€12.34`; prices of fractions of a cent keep up to four digits. */
export function formatMoney({ amount, currency }: Amount): string {
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });
  // A string is formatted as the decimal it is; through a number, large amounts would lose digits.
  return format.format(amount as `${number}`);
}

export function Money({ value }: { value: Amount }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{formatMoney(value)}</span>
  );
}
