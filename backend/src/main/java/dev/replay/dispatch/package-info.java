/**
 * Leases, pace, submit, outcomes: from rows that launch has released to what the carrier said of each.
 *
 * <p>The promise: never sent twice by us, never lost unlisted. A lease is an id range of one campaign. Before a row is
 * written to a carrier, one committed statement has moved the lease's intent past it, for which the fence must be ours and
 * the campaign processing; no row, no byte. Windows of doubt, where a crash falls between two bytes:
 *
 * <ul>
 *   <li>after the intent's commit and before the response's outcome is committed: ids up to the intent that are still
 *       queued become Sent / SUBMIT-UNCONFIRMED when the lease is taken over, at most {@code replay.dispatch.window} of
 *       each worker that died, began anew for want of memory, or was shut down and had no answer within five seconds; they
 *       are never sent again by themselves: a receipt settles them, or a late response, which is not listened to any more
 *       when somebody could have had them sent again, or somebody decides ({@code Resolution}); to ask for them
 *       ({@code query_sm}) takes the id that never came;
 *   <li>while a commit's answer is lost: repeating it is harmless, for a move happens only from the state it was made for,
 *       the intent is set to a number, not raised by one, and never beyond the lease's end, and where both stand comes with
 *       the answer;
 *   <li>a process that slept beyond its lease: it writes only before a deadline of its own two clocks, which is earlier than
 *       the lease's end and is looked at once more when the bytes leave its buffers; what it had written settles by its
 *       responses. Written is what the connection was given, though the other side may not be reading it yet; and a process
 *       that stops between that look and the write goes on with the write;
 *   <li>whoever is in their quiet hours, or in a country whose carriers are all away, is passed over: deferred by the
 *       transaction that moves the intent past them, in a sub-status of its own, so that a crash leaves none of them in
 *       doubt; the range waits with its lease's {@code not_before} and is then walked for them alone;
 *   <li>whoever pauses or cancels: claimed messages that have not left are queued again; of a text that was accepted in part
 *       the rest still goes, and so do the halves of a request that an HTTP carrier would not have as a whole, which it is
 *       taken to have said when it refuses and names no id;
 *   <li>a carrier that fails: what it was given and did not answer is unconfirmed and stays with it; only what never left
 *       this process, or what it said it did not take, is written to the next carrier of its list;
 *   <li>a database that forgets what it has committed ({@code synchronous_commit} off, a replica that lagged takes over, a
 *       backup is restored): what was written since is written again, and nobody here can know.
 * </ul>
 *
 * <p>Pace: a process writes segments that it was granted, by the database's clock, of what has accrued for the campaign, the
 * sender and the carrier ({@code Pace}); it claims no more ids than that, so that a slow campaign leaves little in doubt.
 * What crosses a rate is at most what accrues in 0.3 seconds, once. Under a pace, or where a carrier is slow, a worker writes
 * the leases of up to 16 campaigns side by side; beyond that they take turns.
 *
 * <p>Beside campaigns, who is opted out by a STOP is answered once ({@code StopAnswers}): claimed by a committed row before
 * a byte is written, and never claimed again unless the carrier surely took nothing. What was claimed by a process that died,
 * or by a commit whose answer was lost, stays claimed, or withdrawn where START came meanwhile: those few people may go
 * without their answer, or had it all the same.
 */
@NullMarked
package dev.replay.dispatch;

import org.jspecify.annotations.NullMarked;
