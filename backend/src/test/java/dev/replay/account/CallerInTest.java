package dev.replay.account;

import java.time.ZoneId;

/** Calls resources as somebody, without HTTP. */
public final class CallerInTest {
    private CallerInTest() {}

    public static void is(Caller caller, long accountId, ZoneId zone) {
        caller.is(new Caller.Identity(accountId, "user:1", Role.ADMIN, false, "EUR", zone, "Asha"));
    }
}
