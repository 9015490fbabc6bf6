/**
 * One request at a time: the next is sent when the one before has come back, and one that was called off while it
 * waited is never sent. So however fast somebody ticks, the server works at one question, and then at the last.
 */
export function oneAtATime() {
  let before: Promise<unknown> = Promise.resolve();
  return <T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> => {
    const mine = before.then(() => {
      signal.throwIfAborted();
      return send();
    });
    before = mine.catch(() => undefined);
    return mine;
  };
}
