import type { Schemas } from './client';

type Retry = Schemas['Retry'];

const ADVICE = {
  soon: { tone: 'good', words: 'Another try soon usually helps' },
  wait: { tone: 'good', words: 'Another try later may help' },
  'fix-first': { tone: 'warn', words: 'Another try helps once the cause is mended' },
  never: { tone: 'bad', words: 'Another try does not help' },
  reached: { tone: 'neutral', words: 'Reached: another message is a reminder' },
  unclear: { tone: 'neutral', words: 'Another try may help or not' },
} as const satisfies Record<Retry, object>;

/** Whether another try can help, in words and as good or bad news. */
export function retryAdvice(retry: Retry) {
  return ADVICE[retry];
}
