/** Prices, the ledger, holds, and the poster of charges: the only room that touches a balance. */
@NullMarked
package dev.replay.credit;

import org.jspecify.annotations.NullMarked;
