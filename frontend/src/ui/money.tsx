export interface Amount {
  /** A decimal string, never a float. */
  amount: string;
  currency: string;
}

/** `€12.34`; prices of fractions of a cent keep up to four digits. In columns all of them may have as many `digits`. */
export function formatMoney({ amount, currency }: Amount, digits = 2): string {
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: 4,
  });
  // A string is formatted as the decimal it is; through a number, large amounts would lose digits.
  return format.format(amount as `${number}`);
}

export function Money({ value, digits }: { value: Amount; digits?: number }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formatMoney(value, digits)}
    </span>
  );
}
