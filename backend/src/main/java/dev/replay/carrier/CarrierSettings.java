package dev.replay.carrier;

import dev.replay.carrier.smpp.Alphabet;
import dev.replay.carrier.smpp.Dialect;
import dev.replay.carrier.smpp.Dialect.LongTexts;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to send by: `REPLAY_SMPP_*`, `REPLAY_DEMO` for the embedded simulator, and any number of further carriers,
 * `REPLAY_CARRIERS_<NAME>_*`. A name is letters and digits: in an environment variable nothing else would be told from the
 * setting behind it.
 */
@ConfigMapping(prefix = "replay")
public interface CarrierSettings {
    /** Demo mode: without a host the embedded simulator is the SMSC. */
    @WithDefault("false")
    boolean demo();

    Smpp smpp();

    Map<String, Further> carriers();

    /** What carriers of any kind have. */
    interface Common {
        /** Unanswered messages on the wire, for each bind. */
        @WithDefault("100")
        int window();

        /** Segments per second; 0 is unlimited. */
        @WithDefault("0")
        int rate();

        /** After how long without a response a message is unconfirmed. */
        @WithName("response-limit")
        @WithDefault("PT30S")
        Duration responseLimit();

        /** What words of its receipts mean, where it is not what they mean with everybody: {@link StatusTable#read}. */
        Optional<List<String>> statuses();
    }

    interface Smpp extends Common {
        /** Without it nothing is sent, but in demo mode; `simulator` names the embedded one. */
        Optional<String> host();

        @WithDefault("2775")
        int port();

        @WithName("system-id")
        @WithDefault("replay")
        String systemId();

        @WithDefault("")
        Optional<String> password();

        @WithName("system-type")
        Optional<String> systemType();

        @WithDefault("2")
        int binds();

        @WithDefault("false")
        boolean tls();

        /** PEM file of the authorities to trust in place of the JDK's. */
        @WithName("tls-trust")
        Optional<Path> tlsTrust();

        /** A transmitter and a receiver in place of each transceiver. */
        @WithName("separate-binds")
        @WithDefault("false")
        boolean separateBinds();

        @WithName("long-texts")
        @WithDefault("udh")
        LongTexts longTexts();

        @WithDefault("gsm")
        Alphabet alphabet();

        /** Of texts in that alphabet, where it is not the usual one. */
        @WithName("data-coding")
        OptionalInt dataCoding();

        @WithName("source-ton")
        OptionalInt sourceTon();

        @WithName("source-npi")
        OptionalInt sourceNpi();

        @WithName("destination-ton")
        OptionalInt destinationTon();

        @WithName("destination-npi")
        OptionalInt destinationNpi();

        /** `priority_flag`, 0 to 3. */
        @WithDefault("0")
        int priority();

        /** Sent with every message, and with it the id of the campaign's template. */
        @WithName("dlt-entity-id")
        Optional<String> dltEntityId();

        @WithName("dlt-entity-tag")
        @WithDefault("0x1400")
        String dltEntityTag();

        @WithName("dlt-template-tag")
        @WithDefault("0x1401")
        String dltTemplateTag();

        /** Parameters of the vendor's own, with every message: {@link Dialect#tlvsOf}. */
        Optional<List<String>> tlvs();

        /** Whether it may be asked by `query_sm` for messages whose receipts do not come. */
        @WithDefault("false")
        boolean query();
    }

    enum Kind {
        SMPP,
        KALEYRA
    }

    /** Of either kind; what the other kind has does not matter. */
    interface Further extends Smpp, Kaleyra {
        Kind kind();
    }

    interface Kaleyra {
        @WithDefault("https://api.kaleyra.io")
        URI url();

        Optional<String> sid();

        @WithName("api-key")
        Optional<String> apiKey();

        /** The route that messages take there: OTP, TXN, MKT or DEFAULT. */
        @WithDefault("DEFAULT")
        String type();

        /** Messages in one request. */
        @WithDefault("1000")
        int bulk();

        /** Where it is to push receipts to: the address of `/v1/receipts/<name>` as the internet sees it. */
        @WithName("callback-url")
        Optional<String> callbackUrl();

        /** In place of it the id of a profile that is stored there. */
        @WithName("callback-profile")
        Optional<String> callbackProfile();

        /** What callbacks bring in the header `x-api-key`; none is taken without it. */
        @WithName("callback-secret")
        Optional<String> callbackSecret();
    }
}
