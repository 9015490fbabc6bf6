package dev.replay.http;

import java.util.Locale;

/** The catalogue of everything Replay refuses: slug, HTTP status and title of each RFC 9457 problem, and the page that explains it. */
public enum Problem {
    MALFORMED_REQUEST(
            400,
            "The request could not be read",
            "The body is not JSON that can be read, or the address of the request is not well formed.",
            "Look at the line and column named in the detail, and send one complete JSON document in UTF-8."),
    INVALID_PARAMETER(
            400,
            "A parameter has a value that is not allowed",
            "A value in the path, the query or a header is outside of what the operation takes: a limit beyond 200, a cursor that was changed, an unknown filter.",
            "Send the value as the contract describes it; take cursors only from nextCursor of the page before."),
    UNAUTHENTICATED(
            401,
            "Who is asking?",
            "The request carries no credential, or one that is unknown, revoked or expired.",
            "Send an API key in the header api-key (or Authorization: Bearer), or sign in with POST /v1/session."),
    INSUFFICIENT_CREDITS(
            402,
            "The credits do not suffice",
            "The account has fewer credits available than the campaign may cost. Nothing was sent and nothing was held.",
            "Top up by at least the shortfall named in the problem, then launch again; the same idempotency key may be used."),
    FORBIDDEN(
            403,
            "The role does not allow this",
            "The credential is good, but its role may not do this, or the request was sent by a page of another origin.",
            "Ask an administrator of the account for a key or a user with the role that the operation needs."),
    NOT_FOUND(
            404,
            "There is no such thing here",
            "Nothing answers at this address, or it belongs to another account.",
            "Check the id and the path against the list operation and the contract."),
    METHOD_NOT_ALLOWED(
            405,
            "The method is not allowed here",
            "The address exists, but not with this HTTP method.",
            "Use one of the methods that the header Allow names."),
    NOT_ACCEPTABLE(
            406,
            "None of the accepted media types can be answered",
            "The header Accept leaves no media type that this operation can answer with.",
            "Accept application/json, or the type that the contract names for this operation."),
    STATE_CONFLICT(
            409,
            "The state does not allow this",
            "What the request asks for is not possible in the present state, as a pause of a campaign that is finished already.",
            "Read the resource again; its status tells what is possible now."),
    ESTIMATE_STALE(
            409,
            "The estimate no longer holds",
            "Text, audience or prices changed after the cost was estimated, or the estimate is older than 15 minutes. Nothing was sent.",
            "Make a new cost estimate, show it to whoever confirms, and launch with the new estimateId."),
    NO_CARRIER(
            409,
            "No carrier is configured",
            "The installation has no carrier that could take messages.",
            "The operator configures one with REPLAY_SMPP_HOST and its fellows; readiness reports when it is there."),
    REPLAY_NOT_ELIGIBLE(
            409,
            "The campaign cannot be replayed now",
            "A campaign can be replayed only within a window after its submission; the member reason says whether it is not submitted yet, too recent, or too old.",
            "Wait until the instant named in from, where the window lies ahead; after until, make a new campaign."),
    TOO_EARLY_TO_SEND_AGAIN(
            409,
            "It may still be on its way",
            "Nobody knows yet whether these messages went out: the process that wrote them may only be slow, or still be working on their part of the campaign. Nothing was sent again.",
            "Wait until the instant named in from, where there is one; until then a response or a receipt may settle them by itself."),
    REQUEST_IN_PROGRESS(
            409,
            "The same request is still being answered",
            "A request with the same idempotency key is still being worked on.",
            "Wait for as long as Retry-After says and send the same request again: it gets the first one's answer."),
    ALREADY_EXISTS(
            409,
            "It exists already",
            "Something with the same name or number is there already.",
            "Use the existing one, or choose another name."),
    LOST_UPDATE(
            412,
            "Somebody else changed it meanwhile",
            "The resource changed after the version that If-Match names was read. Nothing was overwritten.",
            "Read it again, apply the change to what is there now, and send the new ETag."),
    TOO_LARGE(
            413,
            "The request is too large",
            "The body is larger than this operation reads.",
            "Send less at once: recipients as CSV may be up to 100 MB, any other body up to 1 MB."),
    ADDRESS_TOO_LONG(
            414,
            "The address is too long",
            "The path and query of the request have more than 8,000 characters.",
            "Send less in the query; what is long belongs into a body."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The media type is not understood",
            "The header Content-Type is missing or names a type that this operation does not read.",
            "Send application/json, or the type that the contract names for this operation."),
    INVALID_REQUEST(
            422,
            "The content of the request is refused",
            "The request could be read, but a value is missing, of the wrong type, or outside of its bounds. The member errors names each place.",
            "Correct the places that the pointers name and send the request again."),
    UNKNOWN_FIELD(
            422,
            "The request has a field that does not exist",
            "The body has a field that this operation does not know. It is refused, so that a misspelt name is not silently without effect.",
            "Correct or remove the field that the pointer names."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The idempotency key was used for another request",
            "This idempotency key was used within the last 24 hours for a request with another content.",
            "Use a fresh key for every new request, and an old one only to repeat the same request."),
    LOCKED_BY_REPLAY(
            422,
            "A replay takes this over from its original",
            "A replay sends to people chosen from its original, with the original's sender and route; these cannot be changed.",
            "Leave these fields as they are, or make a new campaign."),
    INVALID_BODY(
            422,
            "The message body cannot be sent",
            "The message body is empty, or has a brace that is no variable; the detail says where.",
            "Write variables as {name}, and a brace itself as {{ or }}."),
    UNKNOWN_VARIABLE(
            422,
            "The body uses a variable that the recipients do not have",
            "The body names a variable for which the recipients have no column and the campaign has no default.",
            "Add the column to the recipients, a default to variableDefaults, or take the variable out."),
    MISSING_VARIABLE(
            422,
            "Some recipients lack a value",
            "Some recipients have no value, or an empty one, for a variable of the body; the problem counts them and names the first hundred.",
            "Complete the recipients, or give the variable a default."),
    TEXT_TOO_LONG(
            422,
            "The text is too long",
            "The text needs more segments than one message may have.",
            "Shorten the text; the analysis of the text shows which characters force the longer encoding."),
    UNPRICED_COUNTRY(
            422,
            "There is no price for a country",
            "Some recipients are in a country for which this route has no price, so that the cost cannot be told.",
            "Remove these recipients, or ask the operator for a price."),
    NO_RECIPIENTS(
            422,
            "There is nobody to send to",
            "The campaign has no recipient who may be sent to.",
            "Import recipients first, and look at the rejections of the last import."),
    INVALID_RECIPIENTS(
            422,
            "The list of recipients cannot be read",
            "The list of recipients cannot be read as a whole: no header row, no column with the number, or a broken quotation. Nothing was replaced.",
            "Send UTF-8 CSV with a header row whose number column is named recipient, or the JSON form."),
    TEMPLATE_OF_ANOTHER_SENDER(
            422,
            "The template belongs to another sender",
            "A template is registered for one sender ID; the campaign sends under another.",
            "Choose a template of the campaign's sender, or change the campaign's sender first."),
    INVALID_SEND_BEFORE(
            422,
            "The campaign would end before it begins",
            "sendBefore is no RFC 3339 time with its zone, lies in the past, is not later than the start of sending, or is more than a year ahead.",
            "Send a later sendBefore, or null for a campaign that may take its time."),
    INVALID_SEND_AT(
            422,
            "The time to send at is refused",
            "The time to send at is too near, in the past, or more than three months ahead.",
            "Choose a later instant, or leave sendAt out to send now."),
    NOTHING_SELECTED(
            422,
            "Nothing is selected",
            "A replay needs at least one status to choose recipients from.",
            "Name at least one status in select."),
    UNKNOWN_STATUS(
            422,
            "There is no such status",
            "The selection names a status or sub-status that is not in the catalogue, or one that cannot be replayed.",
            "Take the names from GET /v1/sms-statuses."),
    NO_TARGETS(
            422,
            "The selection reaches nobody",
            "Nobody is left to replay to: the selection is empty, or all of it is opted out, blocked or unconfirmed. The member skipped counts them.",
            "Choose other statuses; the preview counts the targets without writing anything."),
    TOO_MANY_REQUESTS(
            429,
            "Too many requests",
            "There were more requests of this kind than are answered in so short a time.",
            "Wait for as many seconds as Retry-After says."),
    HEADERS_TOO_LARGE(
            431,
            "The headers are too large",
            "The header fields of the request have more than 20,000 bytes together.",
            "Send fewer or shorter headers; cookies of other services are a common cause."),
    INTERNAL_ERROR(
            500,
            "Something went wrong on our side",
            "The server met a case that it did not foresee. The request may or may not have had an effect.",
            "Tell the operator the incident named in the problem: the server's log has the whole of it under that id."),
    UNAVAILABLE(
            503,
            "The service cannot answer right now",
            "The database cannot be reached or is too busy. Nothing of the request was kept.",
            "Send the request again after as many seconds as Retry-After says; with an Idempotency-Key that is always safe.");

    private final int status;
    private final String title;
    private final String meaning;
    private final String remedy;

    Problem(int status, String title, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What has happened, for the page that the problem's `type` leads to. */
    public String meaning() {
        return meaning;
    }

    /** What whoever asked can do about it. */
    public String remedy() {
        return remedy;
    }

    /** The last part of the problem's `type`, as in `/problems/insufficient-credits`. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
