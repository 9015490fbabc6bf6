package dev.replay.carrier.simulator;

import dev.replay.carrier.smpp.Alphabet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the simulator behaves. Every component is set by its name in kebab case: {@code --receipt-delay=500},
 * {@code REPLAY_SIMULATOR_RECEIPT_DELAY=500}, or on the control page while it runs (host, ports and certificate excepted).
 * Times are milliseconds.
 *
 * @param host the address to listen on
 * @param port of SMPP; 0 for any free one
 * @param controlPort of the control page, on 127.0.0.1 alone; 0 for any free one
 * @param systemId that alone may bind; "" for any
 * @param password of that system id; "" for any
 * @param certificate PEM file, with {@code key}: SMPP over TLS; "" for plain TCP
 * @param key PEM file of the private key
 * @param latency until a {@code submit_sm} is answered, and up to {@code latencyJitter} more
 * @param receiptDelay from the response to the receipt, and up to {@code receiptDelayJitter} more
 * @param receiptRetry until a receipt answered "not now" is sent again
 * @param receiptWindow receipts on the wire at once, for each bind
 * @param late until the response of {@link Fate#LATE_RESPONSE}
 * @param rate accepted a second over all binds, ESME_RTHROTTLED above; 0 for no limit
 * @param throttleShare of the submissions, 0 to 1, answered with ESME_RTHROTTLED
 * @param repeatedShare of the receipts, 0 to 1, come again
 * @param unknownShare of the receipts, 0 to 1, have another beside them, with an id that no message was given
 * @param fates how fates are given out
 * @param receipts whether any are sent
 * @param texts how many are kept to be read, the latest, as a handset puts them together
 * @param alphabet of data coding 0: gsm, gsm-packed or latin-1
 */
public record SimulatorSettings(
        String host,
        int port,
        int controlPort,
        String systemId,
        String password,
        String certificate,
        String key,
        int latency,
        int latencyJitter,
        int receiptDelay,
        int receiptDelayJitter,
        int receiptRetry,
        int receiptWindow,
        int late,
        int rate,
        double throttleShare,
        double repeatedShare,
        double unknownShare,
        Fates fates,
        boolean receipts,
        int texts,
        Alphabet alphabet,
        int queries) {

    static final String ENVIRONMENT = "REPLAY_SIMULATOR_";

    private static final int MAX_RECEIPT_WINDOW = 10_000;

    public SimulatorSettings {
        if (receiptWindow < 1 || receiptWindow > MAX_RECEIPT_WINDOW)
            throw new IllegalArgumentException("receipt-window: 1 to 10,000, not " + receiptWindow);
        if (!(throttleShare >= 0 && throttleShare <= 1))
            throw new IllegalArgumentException("throttle-share: 0 to 1, not " + throttleShare);
        if (!(repeatedShare >= 0 && repeatedShare <= 1))
            throw new IllegalArgumentException("repeated-share: 0 to 1, not " + repeatedShare);
        if (!(unknownShare >= 0 && unknownShare <= 1))
            throw new IllegalArgumentException("unknown-share: 0 to 1, not " + unknownShare);
        if (latency < 0
                || latencyJitter < 0
                || receiptDelay < 0
                || receiptDelayJitter < 0
                || receiptRetry < 1
                || late < 0
                || rate < 0
                || texts < 0
                || queries < 0) throw new IllegalArgumentException("times and rate cannot be negative");
    }

    /** Any free ports, no latency, receipts at once, fates by digits. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                0,
                "",
                "",
                "",
                "",
                0,
                0,
                0,
                0,
                1_000,
                100,
                35_000,
                0,
                0,
                0,
                0,
                Fates.DIGITS,
                true,
                0,
                Alphabet.GSM,
                0);
    }

    /** @throws IllegalArgumentException when the name is not a setting or the value does not fit it */
    public SimulatorSettings with(String name, Object value) {
        return with(Map.of(name, value.toString()));
    }

    /** @throws IllegalArgumentException when a name is not a setting or a value does not fit it */
    public SimulatorSettings with(Map<String, String> changes) {
        var all = asMap();
        changes.forEach((name, value) -> {
            if (all.replace(name, value) == null) throw new IllegalArgumentException("no such setting: " + name);
        });
        return new SimulatorSettings(
                all.get("host"),
                whole(all, "port"),
                whole(all, "control-port"),
                all.get("system-id"),
                all.get("password"),
                all.get("certificate"),
                all.get("key"),
                whole(all, "latency"),
                whole(all, "latency-jitter"),
                whole(all, "receipt-delay"),
                whole(all, "receipt-delay-jitter"),
                whole(all, "receipt-retry"),
                whole(all, "receipt-window"),
                whole(all, "late"),
                whole(all, "rate"),
                share(all, "throttle-share"),
                share(all, "repeated-share"),
                share(all, "unknown-share"),
                fates(all.get("fates")),
                yesOrNo(all.get("receipts")),
                whole(all, "texts"),
                alphabet(all.get("alphabet")),
                whole(all, "queries"));
    }

    /** By setting name, in the order of the components. */
    public Map<String, String> asMap() {
        var all = new LinkedHashMap<String, String>();
        all.put("host", host);
        all.put("port", "" + port);
        all.put("control-port", "" + controlPort);
        all.put("system-id", systemId);
        all.put("password", password);
        all.put("certificate", certificate);
        all.put("key", key);
        all.put("latency", "" + latency);
        all.put("latency-jitter", "" + latencyJitter);
        all.put("receipt-delay", "" + receiptDelay);
        all.put("receipt-delay-jitter", "" + receiptDelayJitter);
        all.put("receipt-retry", "" + receiptRetry);
        all.put("receipt-window", "" + receiptWindow);
        all.put("late", "" + late);
        all.put("rate", "" + rate);
        all.put("throttle-share", "" + throttleShare);
        all.put("repeated-share", "" + repeatedShare);
        all.put("unknown-share", "" + unknownShare);
        all.put("fates", fates.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        all.put("receipts", "" + receipts);
        all.put("texts", "" + texts);
        all.put("alphabet", alphabet.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        all.put("queries", "" + queries);
        return all;
    }

    /** From {@code REPLAY_SIMULATOR_…} over the defaults. @throws IllegalArgumentException for what is no setting */
    public static SimulatorSettings fromEnvironment() {
        return read(System.getenv(), java.util.List.of());
    }

    /** From the environment, then from {@code --name=value}, over the defaults. */
    static SimulatorSettings read(Map<String, String> environment, Iterable<String> arguments) {
        var changes = new LinkedHashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT))
                changes.put(
                        name.substring(ENVIRONMENT.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        value);
        });
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0)
                throw new IllegalArgumentException("not --name=value: " + argument);
            changes.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return defaults().with(changes);
    }

    private static int whole(Map<String, String> all, String name) {
        try {
            return Integer.parseInt(all.get(name).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": not a whole number: " + all.get(name), e);
        }
    }

    private static double share(Map<String, String> all, String name) {
        try {
            return Double.parseDouble(all.get(name).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": not a number: " + all.get(name), e);
        }
    }

    private static Fates fates(String value) {
        try {
            return Fates.valueOf(value.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "fates: digits, lifelike, delivered, receipt-first, response-twice or none, not " + value, e);
        }
    }

    private static Alphabet alphabet(String value) {
        try {
            return Alphabet.valueOf(value.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("alphabet: gsm, gsm-packed or latin-1, not " + value, e);
        }
    }

    private static boolean yesOrNo(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException("receipts: true or false, not " + value);
        };
    }
}
