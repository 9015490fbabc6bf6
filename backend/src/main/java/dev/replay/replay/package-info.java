/** A closed campaign made into the next one: eligibility, breakdown, preview, freeze, lineage and reach. */
@NullMarked
package dev.replay.replay;

import org.jspecify.annotations.NullMarked;
