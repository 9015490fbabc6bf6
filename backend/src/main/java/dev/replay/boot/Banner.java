package dev.replay.boot;

import java.net.URI;
import java.util.Optional;

/** The last lines of a start: where it is, how to get in, and one thing to try. */
final class Banner {
    private static final String NOBODY =
            "\n  sign in   nobody can yet: start it again with REPLAY_ADMIN_EMAIL and REPLAY_ADMIN_PASSWORD";

    private Banner() {}

    /** @param users whether anybody could sign in at all */
    static String of(URI address, Optional<DemoAccess> demo, boolean users) {
        String where = "Replay is ready on " + address;
        return demo.map(
                        access -> """

                        %s
                          sign in   %s / %s
                          API key   in %s
                          try       curl -H "api-key: $(cat %s)" %s/v1/campaigns
                        """.formatted(
                                where, access.email(), access.password(), access.apiKey(), access.apiKey(), address).stripTrailing())
                .orElse("\n" + where + (users ? "" : NOBODY));
    }
}
