const whole = new Intl.NumberFormat('en-GB');
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

/** `1,000,000` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `12.5%` of a share between 0 and 1. What is there never reads as 0%, what is lacking never as 100%. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1%';
  if (share < 1 && share > 0.999) return '> 99.9%';
  return percent.format(share);
}

/** `1 recipient`, `2 recipients` */
export function formatCountOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
