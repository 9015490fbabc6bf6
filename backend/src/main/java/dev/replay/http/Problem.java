package dev.replay.http;

import java.util.Locale;

/** The catalogue of everything Replay refuses: slug, HTTP status and title of each RFC 9457 problem. */
public enum Problem {
    MALFORMED_REQUEST(400, "The request could not be read"),
    INVALID_PARAMETER(400, "A parameter has a value that is not allowed"),
    UNAUTHENTICATED(401, "Who is asking?"),
    INSUFFICIENT_CREDITS(402, "The credits do not suffice"),
    FORBIDDEN(403, "The role does not allow this"),
    NOT_FOUND(404, "There is no such thing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be answered"),
    STATE_CONFLICT(409, "The state does not allow this"),
    ESTIMATE_STALE(409, "The estimate no longer holds"),
    NO_CARRIER(409, "No carrier is configured"),
    REPLAY_NOT_ELIGIBLE(409, "The campaign cannot be replayed now"),
    REQUEST_IN_PROGRESS(409, "The same request is still being answered"),
    ALREADY_EXISTS(409, "It exists already"),
    LOST_UPDATE(412, "Somebody else changed it meanwhile"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not understood"),
    INVALID_REQUEST(422, "The content of the request is refused"),
    UNKNOWN_FIELD(422, "The request has a field that does not exist"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    LOCKED_BY_REPLAY(422, "A replay takes this over from its original"),
    INVALID_BODY(422, "The message body cannot be sent"),
    UNKNOWN_VARIABLE(422, "The body uses a variable that the recipients do not have"),
    MISSING_VARIABLE(422, "Some recipients lack a value"),
    TEXT_TOO_LONG(422, "The text is too long"),
    UNPRICED_COUNTRY(422, "There is no price for a country"),
    NO_RECIPIENTS(422, "There is nobody to send to"),
    INVALID_RECIPIENTS(422, "The list of recipients cannot be read"),
    TEMPLATE_OF_ANOTHER_SENDER(422, "The template belongs to another sender"),
    INVALID_SEND_AT(422, "The time to send at is refused"),
    NOTHING_SELECTED(422, "Nothing is selected"),
    UNKNOWN_STATUS(422, "There is no such status"),
    NO_TARGETS(422, "The selection reaches nobody"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "The service cannot answer right now");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The last part of the problem's `type`, as in `/problems/insufficient-credits`. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
