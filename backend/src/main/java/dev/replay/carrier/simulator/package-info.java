/**
 * An SMSC of our own on a real socket: it takes any bind, lets the last two digits of a number choose what becomes of a
 * message, and counts how many copies of each it was given. Everything but its control page runs on one thread.
 */
@NullMarked
package dev.replay.carrier.simulator;

import org.jspecify.annotations.NullMarked;
