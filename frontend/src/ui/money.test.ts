import { describe, expect, test } from 'vitest';
import { digitsOf, formatMoney } from './money';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('an amount', () => {
  test.each([
    ['exact to the cent has two digits', eur('45.1200'), '€45.12'],
    ['of nothing is nothing', eur('0.0000'), '€0.00'],
    ['of whole euros too', eur('1880'), '€1,880.00'],
    ['of tenths of a cent has four, as one of hundredths', eur('44.8080'), '€44.8080'],
    ['of hundredths of a cent has four', eur('46.8815'), '€46.8815'],
    ['finer than that has six', eur('0.01885'), '€0.018850'],
    ['finer still is rounded', eur('0.12345678'), '€0.123457'],
    ['that is something is never told as nothing', eur('0.00000012'), '€0.0000001'],
    ['that is owed has its sign', eur('-12.5000'), '-€12.50'],
    ['too large for a float keeps its digits', eur('9007199254740993.0100'), '€9,007,199,254,740,993.01'],
    ['of a currency without cents has none', { amount: '120.0000', currency: 'JPY' }, 'JP¥120'],
    ['of a currency of thousandths has three', { amount: '1.2340', currency: 'KWD' }, 'KWD 1.234'],
  ])('%s', (_, value, shown) => {
    expect(formatMoney(value).replace(/\u00a0/g, ' ')).toBe(shown);
  });

  test('in a column has as many digits as the one that needs most', () => {
    const digits = digitsOf(eur('0.9400'), eur('0.0188'));
    expect(formatMoney(eur('0.9400'), digits)).toBe('€0.9400');
  });
});
