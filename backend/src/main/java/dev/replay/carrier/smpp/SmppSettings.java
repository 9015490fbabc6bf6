package dev.replay.carrier.smpp;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an SMSC.
 *
 * @param systemType "" unless the SMSC asks for one
 * @param separateBinds a transmitter and a receiver in place of each transceiver, for SMSCs that know no transceivers
 * @param binds connections, each with its own window
 * @param window parts on the wire at once and unanswered, for each bind
 * @param tls TLS with the host name verified
 * @param trustedCertificates PEM file of the authorities to trust in place of the JDK's; null for those
 * @param responseLimit after which a part without a response is Unconfirmed
 * @param enquireLink idle time after which the connection is tested, and closed when the test is not answered in as long
 *     again (at most {@code responseLimit})
 * @param reconnectMax the longest pause between two attempts to connect
 * @param closeLimit how long closing waits for what is in flight
 * @param unacknowledged deliveries that may wait for their acknowledgement on one bind before reading from it pauses
 * @param dialect how it wants texts and addresses
 */
public record SmppSettings(
        String host,
        int port,
        String systemId,
        String password,
        String systemType,
        boolean separateBinds,
        int binds,
        int window,
        boolean tls,
        @Nullable Path trustedCertificates,
        Duration responseLimit,
        Duration enquireLink,
        Duration reconnectMax,
        Duration closeLimit,
        int unacknowledged,
        Dialect dialect) {

    public SmppSettings {
        if (binds < 1 || binds > 100) throw new IllegalArgumentException("binds: 1 to 100, not " + binds);
        if (window < 1 || window > 10_000) throw new IllegalArgumentException("window: 1 to 10,000, not " + window);
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port: 1 to 65,535, not " + port);
        if (unacknowledged < 1) throw new IllegalArgumentException("unacknowledged: at least 1");
    }

    /** One transceiver with a window of 50, and the field's usual limits. */
    public static SmppSettings of(String host, int port, String systemId, String password) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                "",
                false,
                1,
                50,
                false,
                null,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                5_000,
                Dialect.USUAL);
    }

    public SmppSettings withBinds(int binds, int window) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                separateBinds,
                binds,
                window,
                tls,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    public SmppSettings withSeparateBinds() {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                true,
                binds,
                window,
                tls,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    public SmppSettings withTls(@Nullable Path trustedCertificates) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                separateBinds,
                binds,
                window,
                true,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    public SmppSettings withLimits(
            Duration responseLimit, Duration enquireLink, Duration reconnectMax, Duration closeLimit) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                separateBinds,
                binds,
                window,
                tls,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    public SmppSettings withUnacknowledged(int unacknowledged) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                separateBinds,
                binds,
                window,
                tls,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    public SmppSettings with(Dialect dialect) {
        return new SmppSettings(
                host,
                port,
                systemId,
                password,
                systemType,
                separateBinds,
                binds,
                window,
                tls,
                trustedCertificates,
                responseLimit,
                enquireLink,
                reconnectMax,
                closeLimit,
                unacknowledged,
                dialect);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "smpp" + (tls ? "s" : "") + "://" + systemId + "@" + host + ":" + port + " (" + binds + " × " + window
                + ")";
    }
}
