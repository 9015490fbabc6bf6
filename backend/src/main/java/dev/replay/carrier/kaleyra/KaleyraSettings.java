package dev.replay.carrier.kaleyra;

import java.net.URI;
import java.time.Duration;

/**
 * An account of Kaleyra.
 *
 * @param url of the API: {@code https://api.in.kaleyra.io} and its sisters
 * @param sid of the account, the second part of every path
 * @param type the route that messages take there: OTP, TXN, MKT or DEFAULT
 * @param entityId of DLT, "" where none is sent
 * @param window messages on their way and unanswered
 * @param bulk messages in one request, at most 1,000
 * @param callback where receipts are to be pushed to, "" where a profile says it or none are wanted
 * @param callbackProfile the id of a stored callback profile, "" for none
 * @param secret that callbacks bring in the header {@code x-api-key}; "" where none are taken
 * @param responseLimit after which a message that was written is Unconfirmed
 * @param closeLimit how long closing waits for what is on its way
 */
public record KaleyraSettings(
        URI url,
        String sid,
        String apiKey,
        String type,
        String entityId,
        int window,
        int bulk,
        String callback,
        String callbackProfile,
        String secret,
        Duration responseLimit,
        Duration closeLimit) {

    static final int MOST_NODES = 1_000;

    public KaleyraSettings {
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme()))
            throw new IllegalArgumentException("url: https://…, not " + url);
        if (sid.isBlank()) throw new IllegalArgumentException("sid is missing");
        if (!sid.matches("[A-Za-z0-9._~-]+")) throw new IllegalArgumentException("sid: not one of a path: " + sid);
        if (apiKey.isBlank()) throw new IllegalArgumentException("api-key is missing");
        if (!apiKey.matches("[\\x21-\\x7e]+"))
            throw new IllegalArgumentException(
                    "api-key: has a character that no header can have, such as a line's end");
        if (window < 1 || window > 100_000) throw new IllegalArgumentException("window: 1 to 100,000, not " + window);
        if (bulk < 1 || bulk > MOST_NODES) throw new IllegalArgumentException("bulk: 1 to 1,000, not " + bulk);
    }

    URI at(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/" + sid + path);
    }

    /** Neither the key nor the secret. */
    @Override
    public String toString() {
        return url + " (" + sid + ")";
    }
}
