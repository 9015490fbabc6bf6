package dev.replay.replay;

/** Requests and answers as the contract shows them. */
final class ReplayExamples {
    private ReplayExamples() {}

    static final String UNDELIVERED_AND_NO_CREDITS = """
            {"select":[{"status":"UnDelivered"},{"status":"NotSent","subStatuses":["NO-CREDITS"]}]}""";

    static final String BREAKDOWN = """
            {"campaignId":123,"total":1200,"queued":0,"asOf":"2026-11-23T09:05:12Z",
             "statuses":[
              {"status":"Delivered","count":1039,"share":0.8658,
               "subStatuses":[{"code":"DELIVRD","label":"Delivered to Handset",
                 "description":"The operator confirmed that the message reached the handset.",
                 "count":1039,"share":0.8658,"retry":"reached"}]},
              {"status":"UnDelivered","count":146,"share":0.1217,
               "subStatuses":[{"code":"ABSENT-SUB","label":"Subscriber Absent",
                 "description":"The subscriber could not be reached: out of coverage, switched off for long, or without SMS service. Try again later.",
                 "count":146,"share":0.1217,"retry":"wait"}]},
              {"status":"NotSent","count":0,"share":0.0000,"subStatuses":[]},
              {"status":"Sent","count":15,"share":0.0125,
               "subStatuses":[{"code":"SUBMITTED","label":"Submitted","description":"The operator accepted the message; no receipt has come yet.",
                 "count":15,"share":0.0125,"retry":"unclear"}]}]}""";

    static final String PREVIEW = """
            {"targets":146,"skipped":[{"reason":"opt-out","count":2}],"segments":146,
             "estimate":{"total":"6.5700","currency":"EUR"},
             "byStatus":[{"status":"UnDelivered","targets":146,"subStatuses":[{"code":"ABSENT-SUB","targets":146}]}],
             "byCountry":[{"country":"IN","targets":146,"segments":146,"unitPrice":{"amount":"0.0450","currency":"EUR"},
               "subtotal":{"amount":"6.5700","currency":"EUR"}}],
             "eligibility":{"eligible":true,"reason":null,"from":"2026-11-21T09:05:12Z","until":"2026-12-20T09:05:12Z"}}""";

    static final String DRAFT = """
            {"id":124,"name":"Spring offer, second try","status":"draft","senderId":1,"route":"transactional",
             "body":"Hello {name}, 20 % off until Sunday.","templateId":null,"variableDefaults":{"name":"there"},"variables":["name"],
             "recipients":146,"counts":{"queued":146,"sent":0,"delivered":0,"undelivered":0,"notSent":0},
             "pauseReason":null,"waitingFor":null,"rate":null,"sendBefore":null,"replayOf":123,"rootId":123,
             "replay":{"eligible":false,"reason":"not-submitted","from":null,"until":null},
             "createdAt":"2026-11-23T09:05:12Z","scheduledAt":null,"submittedAt":null,"settledAt":null,
             "cost":{"estimated":null,"charged":{"amount":"0.0000","currency":"EUR"}}}""";

    static final String NOT_ELIGIBLE = """
            {"type":"/problems/replay-not-eligible","title":"The campaign cannot be replayed now","status":409,
             "detail":"Campaign 123 could be replayed until 2026-11-20T09:05:12Z.","instance":"/v1/campaigns/123/replays",
             "reason":"window-closed","from":"2026-10-21T09:05:12Z","until":"2026-11-20T09:05:12Z"}""";

    static final String LINEAGE = """
            {"rootId":123,
             "campaign":{"id":123,"name":"Spring offer","status":"submitted","createdAt":"2026-11-20T08:58:40Z",
              "submittedAt":"2026-11-20T09:05:12Z","recipients":1200,
              "counts":{"queued":0,"sent":15,"delivered":1039,"undelivered":146,"notSent":0},
              "cost":{"estimated":{"amount":"54.0000","currency":"EUR"},"charged":{"amount":"54.0000","currency":"EUR"}},
              "selection":[],
              "children":[{"id":124,"name":"Spring offer, second try","status":"submitted","createdAt":"2026-11-22T08:58:40Z",
                "submittedAt":"2026-11-22T09:05:12Z","recipients":146,
                "counts":{"queued":0,"sent":0,"delivered":64,"undelivered":82,"notSent":0},
                "cost":{"estimated":{"amount":"6.5700","currency":"EUR"},"charged":{"amount":"6.5700","currency":"EUR"}},
                "selection":[{"status":"UnDelivered","subStatuses":["ABSENT-SUB"]}],"children":[]}]},
             "reach":{"people":1200,"reached":1103,"neverReached":97,"share":0.9192,
              "costPerReached":{"amount":"0.054914","currency":"EUR"},
              "steps":[{"campaignId":123,"delivered":1039,"additional":1039,"reached":1039,"share":0.8658},
               {"campaignId":124,"delivered":64,"additional":64,"reached":1103,"share":0.9192}]},
             "cost":{"estimated":{"amount":"60.5700","currency":"EUR"},"charged":{"amount":"60.5700","currency":"EUR"}}}""";
}
