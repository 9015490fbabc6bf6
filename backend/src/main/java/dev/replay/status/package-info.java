/** What can become of a message: the four statuses, the catalogue of sub-statuses under them, and what to do about each. */
@NullMarked
package dev.replay.status;

import org.jspecify.annotations.NullMarked;
