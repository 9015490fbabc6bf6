package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.util.regex.Pattern;

/** RFC 9110's If-Match: the versions, one of which the caller has seen and means to change. */
record IfMatch(String header) {
    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
    private static final Pattern TAGS = Pattern.compile("\\s*(?:\\*|%1$s(?:\\s*,\\s*%1$s)*)\\s*".formatted(TAG));

    /** @throws Refusal invalid-parameter for what is no list of entity tags */
    IfMatch {
        if (!TAGS.matcher(header).matches())
            throw new Refusal(
                            Problem.INVALID_PARAMETER,
                            "If-Match is the ETag of the campaign as it was read, with its quotes, such as %s; or *."
                                    .formatted(etag(3)))
                    .with("parameter", "If-Match");
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Refusal lost-update where somebody changed it since */
    void require(long version) {
        boolean matches = header.strip().equals("*")
                || Pattern.compile(TAG)
                        .matcher(header)
                        .results()
                        .anyMatch(tag -> tag.group().equals(etag(version)));
        if (!matches)
            throw new Refusal(
                            Problem.LOST_UPDATE,
                            "The campaign is at version %s now: read it again, then change it."
                                    .formatted(etag(version)))
                    .with("currentVersion", version);
    }
}
