import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time';

const still = () => new AbortController().signal;

test('a request that fails lets the next one through', async () => {
  const inTurn = oneAtATime();
  const first = inTurn(still(), () => Promise.reject(new Error('refused')));
  const second = inTurn(still(), () => Promise.resolve('sent'));
  await expect(first).rejects.toThrow('refused');
  await expect(second).resolves.toBe('sent');
});

test('what is called off while it waits is never sent', async () => {
  const inTurn = oneAtATime();
  const sent: string[] = [];
  let answer = () => {};
  const first = inTurn(still(), () => {
    sent.push('first');
    return new Promise<void>((resolve) => {
      answer = resolve;
    });
  });
  const overtaken = new AbortController();
  const second = inTurn(overtaken.signal, async () => sent.push('second'));
  const third = inTurn(still(), async () => sent.push('third'));
  overtaken.abort();
  await Promise.resolve();
  expect(sent).toEqual(['first']);

  answer();
  await first;
  await expect(second).rejects.toThrow();
  await third;
  expect(sent).toEqual(['first', 'third']);
});
