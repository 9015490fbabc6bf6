package dev.replay.carrier;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** Which SMSC to send by: `REPLAY_SMPP_*`, and `REPLAY_DEMO` for the embedded simulator. */
@ConfigMapping(prefix = "replay")
public interface CarrierSettings {
    /** Demo mode: without a host the embedded simulator is the SMSC. */
    @WithDefault("false")
    boolean demo();

    Smpp smpp();

    interface Smpp {
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

        /** Unanswered messages on the wire, for each bind. */
        @WithDefault("100")
        int window();

        @WithDefault("false")
        boolean tls();

        /** A transmitter and a receiver in place of each transceiver. */
        @WithName("separate-binds")
        @WithDefault("false")
        boolean separateBinds();

        /** Segments per second; 0 is unlimited. */
        @WithDefault("0")
        int rate();

        /** After how long without a response a message is unconfirmed. */
        @WithName("response-limit")
        @WithDefault("PT30S")
        Duration responseLimit();
    }
}
