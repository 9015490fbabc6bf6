package dev.replay.campaign;

import dev.replay.sms.PhoneNumbers;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * One line in the log for each thing that happens to a campaign or a carrier, as {@code event=lease.lost campaign=123 inDoubt=14}: words
 * that stay the same, so that whoever collects logs can count them. Of what looks like a phone number the end is told.
 */
public final class Events {
    private static final Logger LOG = Logger.getLogger("dev.replay.events");
    private static final Pattern PLAIN = Pattern.compile("[^\\s\"=]+");

    private Events() {}

    /**
     * As it should be; within a transaction it is told once that is committed.
     *
     * @param pairs of a name and a value, in turns
     */
    public static void happened(String event, long campaignId, Object... pairs) {
        tell(Level.INFO, line(event, campaignId, pairs));
    }

    /** To be looked at; else as above. */
    public static void warned(String event, long campaignId, Object... pairs) {
        tell(Level.WARN, line(event, campaignId, pairs));
    }

    /** Of a carrier, and of no campaign; else as above. */
    public static void happened(String event, String carrier, Object... pairs) {
        tell(Level.INFO, line(event, carrier, pairs));
    }

    public static void warned(String event, String carrier, Object... pairs) {
        tell(Level.WARN, line(event, carrier, pairs));
    }

    private static void tell(Level level, String line) {
        if (!QuarkusTransaction.isActive()) {
            LOG.log(level, line);
            return;
        }
        Arc.container()
                .instance(TransactionSynchronizationRegistry.class)
                .get()
                .registerInterposedSynchronization(new Synchronization() {
                    @Override
                    public void beforeCompletion() {}

                    @Override
                    public void afterCompletion(int status) {
                        if (status == Status.STATUS_COMMITTED) LOG.log(level, line);
                    }
                });
    }

    static String line(String event, long campaignId, Object... pairs) {
        return "event=" + event + " campaign=" + campaignId + words(pairs);
    }

    static String line(String event, String carrier, Object... pairs) {
        return "event=" + event + " carrier=" + carrier + words(pairs);
    }

    private static String words(Object... pairs) {
        var line = new StringBuilder();
        for (int i = 0; i + 1 < pairs.length; i += 2)
            line.append(' ').append(pairs[i]).append('=').append(value(pairs[i + 1]));
        return line.toString();
    }

    private static String value(Object value) {
        if (value instanceof Number) return value.toString();
        String text = PhoneNumbers.masked(String.valueOf(value));
        return PLAIN.matcher(text).matches()
                ? text
                : '"' + text.replace("\"", "'").replaceAll("\\s+", " ") + '"';
    }
}
