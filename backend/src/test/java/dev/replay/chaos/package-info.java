/**
 * The promise under faults: several backends on one PostgreSQL and one SMSC, each reached through proxies, and whatever can
 * break breaks while a campaign goes out. What arrived is counted by the simulator, outside of our database.
 */
@NullMarked
package dev.replay.chaos;

import org.jspecify.annotations.NullMarked;
