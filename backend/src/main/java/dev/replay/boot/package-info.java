/** How Replay starts: the command line and the embedded PostgreSQL. */
@NullMarked
package dev.replay.boot;

import org.jspecify.annotations.NullMarked;
