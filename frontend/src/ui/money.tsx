export interface Amount {
  /** A decimal string, never a float. */
  amount: string;
  currency: string;
}

/** Fractions of a cent are told in these steps, so that one amount has not three digits and the next one four. */
const FINE = 4;
const FINEST = 6;

/**
 * How many digits behind the point tell the whole amount: those of the currency where it is exact to the cent, else four,
 * else six. What is there is never told as nothing. Of several, as many as one of them needs, so that those of a column
 * stand below each other.
 */
export function digitsOf(...values: Amount[]): number {
  return Math.max(...values.map(digitsOfOne));
}

function digitsOfOne({ amount, currency }: Amount): number {
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '');
  const usual = usualDigits(currency);
  if (fraction.length <= usual) return usual;
  if (fraction.length <= FINE) return FINE;
  return Math.max(FINEST, fraction.search(/[1-9]/) + 1);
}

function usualDigits(currency: string): number {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** `€12.34`, `€0.0140` */
export function formatMoney(value: Amount, digits = digitsOf(value)): string {
  const { amount, currency } = value;
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A string is formatted as the decimal it is; through a number, large amounts would lose digits.
  return format.format(amount as `${number}`);
}

/** In a column all amounts have as many `digits` as the one that needs most. */
export function Money({ value, digits }: { value: Amount; digits?: number }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formatMoney(value, digits)}
    </span>
  );
}
