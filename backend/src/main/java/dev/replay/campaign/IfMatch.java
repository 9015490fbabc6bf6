package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.util.Arrays;

/** RFC 9110's If-Match: the versions, one of which the caller has seen and means to change. */
record IfMatch(String header) {
    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Refusal lost-update where somebody changed it since */
    void require(long version) {
        boolean matches = Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(etag(version)));
        if (!matches)
            throw new Refusal(
                            Problem.LOST_UPDATE,
                            "The campaign is at version %s now: read it again, then change it."
                                    .formatted(etag(version)))
                    .with("currentVersion", version);
    }
}
