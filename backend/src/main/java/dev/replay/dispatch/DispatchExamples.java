package dev.replay.dispatch;

/** Requests and answers as the contract shows them. */
final class DispatchExamples {
    private DispatchExamples() {}

    static final String UNCONFIRMED = """
            {"items":[{"id":17,"recipient":"+919812345678","country":"IN","segments":1,"segmentsDelivered":0,
             "price":{"amount":"0.0450","currency":"EUR"},"since":"2026-11-23T09:05:42Z",
             "sendAgainFrom":"2026-11-23T09:15:42Z"}],"nextCursor":null}""";

    static final String AS_SENT = "{\"as\":\"sent\"}";
    static final String AS_NOT_SENT =
            "{\"as\":\"not-sent\",\"ids\":[17,18],\"reason\":\"The carrier's log has none of them\"}";
    static final String SEND_AGAIN =
            "{\"as\":\"send-again\",\"reason\":\"The carrier confirmed by phone that it took none\"}";

    static final String RESOLVED = """
            {"campaignId":123,"as":"not-sent","resolved":2,"passedOver":0,"status":"submitted"}""";

    static final String SENT_AGAIN = """
            {"campaignId":123,"as":"send-again","resolved":40,"passedOver":0,"status":"processing"}""";

    static final String NOT_ALLOWED = """
            {"type":"/problems/forbidden","title":"The role does not allow this","status":403,
             "detail":"Sending again takes the role approver, for somebody may get the message twice.",
             "instance":"/v1/campaigns/123/unconfirmed/resolve"}""";

    static final String INSUFFICIENT_CREDITS = """
            {"type":"/problems/insufficient-credits","title":"The credits do not suffice","status":402,
             "detail":"The campaign costs 0.0900 EUR and 0.0450 EUR are available: 0.0450 EUR are missing.",
             "instance":"/v1/campaigns/123/unconfirmed/resolve","shortfall":{"amount":"0.0450","currency":"EUR"},
             "available":{"amount":"0.0450","currency":"EUR"}}""";

    static final String TOO_EARLY = """
            {"type":"/problems/too-early-to-send-again","title":"It may still be on its way","status":409,
             "detail":"The last of them came into doubt at 2026-11-23T09:05:42Z and may be sent again from 2026-11-23T09:15:42Z on.",
             "instance":"/v1/campaigns/123/unconfirmed/resolve","from":"2026-11-23T09:15:42Z"}""";

    static final String CANCELLED = """
            {"type":"/problems/state-conflict","title":"The state does not allow this","status":409,
             "detail":"Campaign 123 is cancelled and cannot be sent again.",
             "instance":"/v1/campaigns/123/unconfirmed/resolve","campaignStatus":"cancelled"}""";

    static final String NO_REASON = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"Sending again asks for a reason, which is kept in the audit log.",
             "instance":"/v1/campaigns/123/unconfirmed/resolve",
             "errors":[{"pointer":"/reason","detail":"Sending again asks for a reason, which is kept in the audit log."}]}""";
}
