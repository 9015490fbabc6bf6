/** From a draft to messages on their way: estimate, confirm, hold, now or later; and the schedule. */
@NullMarked
package dev.replay.launch;

import org.jspecify.annotations.NullMarked;
