/** Accounts, users, API keys, roles, sessions: who is asking. */
@NullMarked
package dev.replay.account;

import org.jspecify.annotations.NullMarked;
