/** The one door to PostgreSQL: transactions, and for whom each of them acts. */
@NullMarked
package dev.replay.store;

import org.jspecify.annotations.NullMarked;
