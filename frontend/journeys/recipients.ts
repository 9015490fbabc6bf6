/**
 * A list of so many numbers of India, whose last digits the simulator reads as their fate: 00 is delivered, 61 an
 * absent subscriber, 75 a number that does not exist.
 */
export function recipients(fates: Record<string, number>): string {
  const lines: string[] = [];
  for (const [fate, count] of Object.entries(fates))
    for (let n = 0; n < count; n++)
      lines.push(`+9198${String(lines.length).padStart(8 - fate.length, '0')}${fate}`);
  return ['recipient', ...lines].join('\n');
}
