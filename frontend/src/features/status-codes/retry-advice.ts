import type { Schemas } from '~/api/client';

type Retry = Schemas['Retry'];

const ADVICE = {
  soon: { tone: 'good', words: 'Soon usually helps' },
  wait: { tone: 'good', words: 'Later may help' },
  'fix-first': { tone: 'warn', words: 'Once the cause is mended' },
  never: { tone: 'bad', words: 'Does not help' },
  reached: { tone: 'neutral', words: 'Only as a reminder' },
  unclear: { tone: 'neutral', words: 'May help or not' },
} as const satisfies Record<Retry, object>;

/** Whether another try can help: below a heading that says so, and as good or bad news. */
export function retryAdvice(retry: Retry) {
  return ADVICE[retry];
}
