package dev.replay.launch;

/** Requests and answers as the contract shows them. */
final class LaunchExamples {
    private LaunchExamples() {}

    static final String ESTIMATE = """
            {"recipients":998,"skipped":[{"reason":"opt-out","count":2}],"segments":998,"encoding":"GSM-7",
             "lines":[{"country":"IN","recipients":998,"segments":998,
               "unitPrice":{"amount":"0.0450","currency":"EUR"},"subtotal":{"amount":"44.9100","currency":"EUR"}}],
             "total":{"amount":"44.9100","currency":"EUR"},
             "credits":{"available":{"amount":"100.0000","currency":"EUR"},"after":{"amount":"55.0900","currency":"EUR"},
               "sufficient":true,"shortfall":{"amount":"0.0000","currency":"EUR"}},
             "estimateId":42,"validUntil":"2026-11-23T09:20:12Z"}""";

    static final String ESTIMATE_CONFLICT = """
            {"type":"/problems/state-conflict","title":"The state does not allow this","status":409,
             "detail":"Campaign 123 is submitted and cannot be estimated.","instance":"/v1/campaigns/123/cost-estimate",
             "campaignStatus":"submitted"}""";

    static final String CHANGED_MEANWHILE = """
            {"type":"/problems/estimate-stale","title":"The estimate no longer holds","status":409,
             "detail":"The campaign was changed while it was estimated; estimate it again.",
             "instance":"/v1/campaigns/123/cost-estimate"}""";

    static final String INVALID_BODY = """
            {"type":"/problems/invalid-body","title":"The message body cannot be sent","status":422,
             "detail":"At offset 5: A { without its }; write {{ for a brace.","instance":"/v1/campaigns/123/cost-estimate","offset":5}""";

    static final String UNKNOWN_VARIABLE = """
            {"type":"/problems/unknown-variable","title":"The body uses a variable that the recipients do not have","status":422,
             "detail":"The body uses {nam}, for which the recipients have no column and the campaign no default.",
             "instance":"/v1/campaigns/123/cost-estimate","variables":["nam"]}""";

    static final String MISSING_VARIABLE = """
            {"type":"/problems/missing-variable","title":"Some recipients lack a value","status":422,
             "detail":"1 recipient has no value for {name}, and the campaign no default.",
             "instance":"/v1/campaigns/123/cost-estimate","count":1,
             "recipients":[{"id":17,"recipient":"+919812345678","variables":["name"]}]}""";

    static final String TEXT_TOO_LONG = """
            {"type":"/problems/text-too-long","title":"The text is too long","status":422,
             "detail":"The text is longer than 10 segments for 1 recipient.",
             "instance":"/v1/campaigns/123/cost-estimate","count":1,
             "recipients":[{"id":17,"recipient":"+919812345678","segments":11}]}""";

    static final String TEXT_PREVIEWS = """
            {"items":[
              {"recipient":"+919812345678","text":"Hello Asha","encoding":"GSM-7","segments":1,"missing":[]},
              {"recipient":"+919812345679","text":null,"encoding":null,"segments":null,"missing":["name"]}],
             "nextCursor":"Mh8"}""";

    static final String OPEN_BRACE = """
            {"type":"/problems/invalid-body","title":"The message body cannot be sent","status":422,
             "detail":"A { without its }; write {{ for a brace.","instance":"/v1/campaigns/123/text-preview","offset":6,
             "errors":[{"pointer":"/body","detail":"A { without its }; write {{ for a brace."}]}""";

    static final String UNPRICED_COUNTRY = """
            {"type":"/problems/unpriced-country","title":"There is no price for a country","status":422,
             "detail":"Nothing can be sent on route transactional to FR (3 recipients).",
             "instance":"/v1/campaigns/123/cost-estimate",
             "countries":[{"country":"FR","recipients":3,"reason":"no-price"}]}""";

    static final String NO_RECIPIENTS = """
            {"type":"/problems/no-recipients","title":"There is nobody to send to","status":422,
             "detail":"The campaign has no recipients yet.","instance":"/v1/campaigns/123/cost-estimate","skipped":[]}""";

    static final String LAUNCH_NOW = "{\"estimateId\":42}";
    static final String LAUNCH_LATER = "{\"estimateId\":42,\"sendAt\":\"2026-11-24T09:00:00+05:30\"}";
    static final String LAUNCH_IN_TIME = "{\"estimateId\":42,\"sendBefore\":\"2026-11-24T20:00:00+05:30\"}";

    static final String INVALID_SEND_BEFORE = """
            {"type":"/problems/invalid-send-before","title":"The campaign would end before it begins","status":422,
             "detail":"sendBefore 2026-11-24T03:00:00Z is not later than 2026-11-24T03:30:00Z, when sending would begin: nobody would be sent to.",
             "instance":"/v1/campaigns/123/launch",
             "errors":[{"pointer":"/sendBefore","detail":"sendBefore 2026-11-24T03:00:00Z is not later than 2026-11-24T03:30:00Z, when sending would begin: nobody would be sent to."}]}""";

    static final String SEND_AT = "{\"sendAt\":\"2026-11-24T09:00:00+05:30\"}";

    static final String LAUNCHED = """
            {"campaignId":123,"status":"processing","message":"Campaign Submitted Successfully! campaignid: 123"}""";
    static final String SCHEDULED = """
            {"campaignId":123,"status":"scheduled","message":"Campaign Submitted Successfully! campaignid: 123"}""";

    static final String INSUFFICIENT_CREDITS = """
            {"type":"/problems/insufficient-credits","title":"The credits do not suffice","status":402,
             "detail":"The campaign costs 44.9100 EUR and 40.0000 EUR are available: 4.9100 EUR are missing.",
             "instance":"/v1/campaigns/123/launch","shortfall":{"amount":"4.9100","currency":"EUR"},
             "available":{"amount":"40.0000","currency":"EUR"}}""";

    static final String LAUNCH_CONFLICT = """
            {"type":"/problems/state-conflict","title":"The state does not allow this","status":409,
             "detail":"Campaign 123 is processing and cannot be launched.","instance":"/v1/campaigns/123/launch",
             "campaignStatus":"processing"}""";

    static final String ESTIMATE_STALE = """
            {"type":"/problems/estimate-stale","title":"The estimate no longer holds","status":409,
             "detail":"The price for IN changed since the estimate; estimate it anew.","instance":"/v1/campaigns/123/launch"}""";

    static final String NO_CARRIER = """
            {"type":"/problems/no-carrier","title":"No carrier is configured","status":409,
             "detail":"No carrier is configured: whoever runs this service sets REPLAY_SMPP_HOST, then launch again.",
             "instance":"/v1/campaigns/123/launch"}""";

    static final String REPLAY_NOT_ELIGIBLE = """
            {"type":"/problems/replay-not-eligible","title":"The campaign cannot be replayed now","status":409,
             "detail":"Campaign 100 could be replayed until 2026-11-20T09:05:12Z.","instance":"/v1/campaigns/123/launch",
             "reason":"window-closed","from":"2026-10-21T09:05:12Z","until":"2026-11-20T09:05:12Z"}""";

    static final String INVALID_SEND_AT = """
            {"type":"/problems/invalid-send-at","title":"The time to send at is refused","status":422,
             "detail":"sendAt has no zone: write 2026-11-24T09:00:00Z for UTC or an offset such as 2026-11-24T09:00:00+05:30.",
             "instance":"/v1/campaigns/123/launch","earliest":"2026-11-23T09:20:13Z","latest":"2027-02-23T09:05:12Z",
             "errors":[{"pointer":"/sendAt","detail":"sendAt has no zone: write 2026-11-24T09:00:00Z for UTC or an offset such as 2026-11-24T09:00:00+05:30."}]}""";

    static final String TOO_NEAR = """
            {"type":"/problems/invalid-send-at","title":"The time to send at is refused","status":422,
             "detail":"sendAt 2026-11-23T09:10:00Z is too near, less than 15 minutes ahead: a campaign is scheduled for 2026-11-23T09:20:13Z at the earliest and 2027-02-23T09:05:12Z at the latest.",
             "instance":"/v1/campaigns/123/launch","earliest":"2026-11-23T09:20:13Z","latest":"2027-02-23T09:05:12Z",
             "errors":[{"pointer":"/sendAt","detail":"sendAt 2026-11-23T09:10:00Z is too near, less than 15 minutes ahead: a campaign is scheduled for 2026-11-23T09:20:13Z at the earliest and 2027-02-23T09:05:12Z at the latest."}]}""";

    private static final String OFFER = """
            "name":"Spring offer","senderId":1,"route":"transactional","body":"Hello {name}, 20 % off until Sunday.",
             "templateId":null,"variableDefaults":{"name":"there"},"variables":["name"],"recipients":998,"replayOf":null,"rootId":123,
             "createdAt":"2026-11-23T08:58:40Z",""";

    /** Of one that was submitted a minute ago. */
    private static final String SINCE_SUBMITTED = """
            "scheduledAt":null,"submittedAt":"2026-11-23T09:05:12Z","settledAt":null,
             "replay":{"eligible":false,"reason":"not-submitted","from":"2026-11-24T09:05:12Z","until":"2026-12-23T09:05:12Z"},""";

    private static final String UNSENT = """
            "counts":{"queued":998,"sent":0,"delivered":0,"undelivered":0,"notSent":0},"pauseReason":null,"waitingFor":null,
             "replay":{"eligible":false,"reason":"not-submitted","from":null,"until":null},"submittedAt":null,"settledAt":null,""";

    private static final String COST_SO_FAR = """
            "cost":{"estimated":{"amount":"44.9100","currency":"EUR"},"charged":{"amount":"18.0000","currency":"EUR"}}}""";

    static final String PAUSED = """
            {"id":123,"status":"paused","pauseReason":"by-hand","waitingFor":null,
             "counts":{"queued":598,"sent":38,"delivered":350,"undelivered":12,"notSent":0},
             """ + OFFER + "\n " + SINCE_SUBMITTED + "\n " + COST_SO_FAR;

    static final String RESUMED = """
            {"id":123,"status":"processing","pauseReason":null,"waitingFor":null,
             "counts":{"queued":598,"sent":21,"delivered":366,"undelivered":13,"notSent":0},
             """ + OFFER + "\n " + SINCE_SUBMITTED + "\n " + COST_SO_FAR;

    static final String CANCELLED = """
            {"id":123,"status":"cancelled","pauseReason":null,"waitingFor":null,
             "counts":{"queued":0,"sent":21,"delivered":366,"undelivered":13,"notSent":598},
             """ + OFFER + "\n " + SINCE_SUBMITTED + "\n " + COST_SO_FAR;

    static final String RESCHEDULED =
            "{\"id\":123,\"status\":\"scheduled\",\"scheduledAt\":\"2026-11-24T03:30:00Z\",\n " + OFFER
                    + "\n " + UNSENT + """

             "cost":{"estimated":{"amount":"44.9100","currency":"EUR"},"charged":{"amount":"0.0000","currency":"EUR"}}}""";

    static final String UNSCHEDULED =
            "{\"id\":123,\"status\":\"draft\",\"scheduledAt\":null,\n " + OFFER + "\n " + UNSENT + """

             "cost":{"estimated":null,"charged":{"amount":"0.0000","currency":"EUR"}}}""";

    static final String STATE_CONFLICT = """
            {"type":"/problems/state-conflict","title":"The state does not allow this","status":409,
             "detail":"Campaign 123 is submitted and cannot be paused.","instance":"/v1/campaigns/123/pause",
             "campaignStatus":"submitted"}""";
}
