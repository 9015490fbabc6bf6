/** `make bench`: what the engine does, against the limits of the same machine in the same run. */
@NullMarked
package dev.replay.bench;

import org.jspecify.annotations.NullMarked;
