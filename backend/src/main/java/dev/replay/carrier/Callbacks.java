package dev.replay.carrier;

import java.util.Map;
import java.util.Optional;

/** A carrier that pushes its receipts to us by HTTP. */
public interface Callbacks {
    /** Whether this is the secret that the carrier was told. */
    boolean admits(String secret);

    /**
     * @param fields lower case, of a JSON object, a form or a query
     * @param raw the same as it came
     * @return empty when it is neither a receipt nor a person's message
     */
    Optional<Delivery> read(Map<String, String> fields, String raw);
}
