/**
 * The longest task of the page's main thread in a trace of Chromium. The page's own observer tells only those over 50 ms.
 *
 * @typedef {{ name: string, pid: number, tid: number, dur?: number, tdur?: number, args?: { name?: string } }} Traced
 * @param {Buffer} trace
 * @returns {{ ms: number, cpu: number }} milliseconds, and those in which it had a processor
 */
export function longestTask(trace) {
  /** @type {{ traceEvents: Traced[] }} */
  const { traceEvents } = JSON.parse(trace.toString());
  const threadOf = (/** @type {Traced} */ { pid, tid }) => `${pid}/${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && main.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('The trace tells of no task of the page.');
  const most = (/** @type {number[]} */ values) => Math.max(...values) / 1_000;
  return { ms: most(tasks.map(({ dur = 0 }) => dur)), cpu: most(tasks.map(({ tdur = 0 }) => tdur)) };
}
