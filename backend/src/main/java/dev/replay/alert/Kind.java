package dev.replay.alert;

import java.time.Duration;
import java.util.Locale;

/** What can be wrong with a carrier, the worst first. */
enum Kind {
    CARRIER_REFUSES(Severity.CRITICAL, Duration.ZERO, "Carrier %s refuses our bind"),
    CARRIER_AWAY(Severity.CRITICAL, Duration.ofSeconds(20), "Carrier %s is away"),
    CARRIER_FAILS(Severity.CRITICAL, Duration.ofSeconds(5), "Carrier %s fails message after message"),
    RECEIPTS_LATE(Severity.CRITICAL, Duration.ZERO, "Receipts of carrier %s are more than 10 minutes behind"),
    CONNECTION_DOWN(Severity.WARNING, Duration.ofSeconds(60), "Some connections to carrier %s are down");

    enum Severity {
        CRITICAL,
        WARNING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;
    private final Duration patience;
    private final String title;

    /** @param patience what passes sooner is nobody's concern */
    Kind(Severity severity, Duration patience, String title) {
        this.severity = severity;
        this.patience = patience;
        this.title = title;
    }

    Severity severity() {
        return severity;
    }

    Duration patience() {
        return patience;
    }

    String title(String carrier) {
        return title.formatted(carrier);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
