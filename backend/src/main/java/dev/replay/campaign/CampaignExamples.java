package dev.replay.campaign;

/** Real requests and answers, as the contract shows them. */
public final class CampaignExamples {
    public static final String CAMPAIGN = """
            {"id":123,"name":"Spring offer","status":"submitted","senderId":1,"route":"transactional",
             "body":"Hello {name}, 20 % off until Sunday.","templateId":null,"variableDefaults":{"name":"there"},
             "variables":["name"],"recipients":100000,
             "counts":{"queued":0,"sent":1200,"delivered":81300,"undelivered":16900,"notSent":600},
             "pauseReason":null,"waitingFor":null,"rate":null,"sendBefore":null,"replayOf":null,"rootId":123,
             "replay":{"eligible":true,"reason":null,"from":"2026-11-21T09:05:12Z","until":"2026-12-20T09:05:12Z"},
             "createdAt":"2026-11-20T08:58:40Z","scheduledAt":null,"submittedAt":"2026-11-20T09:05:12Z",
             "settledAt":null,
             "cost":{"estimated":{"amount":"1200.0000","currency":"EUR"},"charged":{"amount":"1192.8000","currency":"EUR"}}}""";

    public static final String DRAFT = """
            {"id":124,"name":"2026-11-23 09:05:12","status":"draft","senderId":1,"route":"transactional",
             "body":"Hello {name}, 20 % off until Sunday.","templateId":null,"variableDefaults":{"name":"there"},
             "variables":[],"recipients":0,
             "counts":{"queued":0,"sent":0,"delivered":0,"undelivered":0,"notSent":0},
             "pauseReason":null,"waitingFor":null,"rate":null,"sendBefore":null,"replayOf":null,"rootId":124,
             "replay":{"eligible":false,"reason":"not-submitted","from":null,"until":null},
             "createdAt":"2026-11-23T09:05:12Z","scheduledAt":null,"submittedAt":null,"settledAt":null,
             "cost":{"estimated":null,"charged":{"amount":"0.0000","currency":"EUR"}}}""";

    static final String CAMPAIGNS = "{\"items\":[" + CAMPAIGN + "],\"nextCursor\":null}";

    static final String NEW_CAMPAIGN = """
            {"name":"Spring offer","senderId":1,"route":"transactional",
             "body":"Hello {name}, 20 % off until Sunday.","variableDefaults":{"name":"there"}}""";

    static final String PATCH = """
            {"name":"Spring offer, second try","variableDefaults":null}""";

    static final String IMPORTED = "{\"message\":\"Request Completed Successfully!\",\"campaign\":" + DRAFT + "}";

    static final String PROGRESS = """
            event: progress
            data: {"campaignId":123,"status":"processing","counts":{"queued":60000,"sent":28000,"delivered":12000,"undelivered":0,"notSent":0},"pauseReason":null,"waitingFor":null,"submittedAt":"2026-11-20T09:05:12Z","settledAt":null}
            """;

    static final String TEMPLATE = """
            {"id":7,"name":"Order shipped","body":"Your order {var1} is on its way.","senderId":1,
             "route":"transactional","dltTemplateId":"1107160000000012345","createdAt":"2026-11-01T10:00:00Z"}""";

    static final String NEW_TEMPLATE = """
            {"name":"Order shipped","body":"Your order {#var#} is on its way.","senderId":1,
             "dltTemplateId":"1107160000000012345"}""";

    static final String SENDER = """
            {"id":1,"sender":"RPLDMO","route":"transactional","countries":["IN"],"rate":null}""";

    static final String SENDER_RATE = "{\"rate\":50}";

    static final String PACED_SENDER = """
            {"id":1,"sender":"RPLDMO","route":"transactional","countries":["IN"],"rate":50}""";

    static final String NO_SENDER = """
            {"type":"/problems/not-found","title":"There is no such thing here","status":404,
             "detail":"There is no sender ID 99.","instance":"/v1/sender-ids/99"}""";

    static final String INVALID_RATE = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"A rate is 1 to 100,000 segments per second; null or none is unlimited.","instance":"/v1/sender-ids/1",
             "errors":[{"pointer":"/rate","detail":"A rate is 1 to 100,000 segments per second; null or none is unlimited."}]}""";

    static final String INVALID_SEND_BEFORE = """
            {"type":"/problems/invalid-send-before","title":"The campaign would end before it begins","status":422,
             "detail":"sendBefore 2026-11-23T08:00:00Z is not later than 2026-11-23T09:05:12Z, when sending would begin: nobody would be sent to.",
             "instance":"/v1/campaigns/123",
             "errors":[{"pointer":"/sendBefore","detail":"sendBefore 2026-11-23T08:00:00Z is not later than 2026-11-23T09:05:12Z, when sending would begin: nobody would be sent to."}]}""";

    static final String NEW_SENDER = """
            {"sender":"RPLDMO","route":"transactional","countries":["IN"]}""";

    static final String ANALYSIS = """
            {"encoding":"UCS-2","segments":1,"units":9,"remaining":61,
             "forcing":[{"char":"₹","offset":0,"suggestion":"Rs."}]}""";

    public static final String NOT_FOUND = """
            {"type":"/problems/not-found","title":"There is no such thing here","status":404,
             "detail":"There is no campaign 999.","instance":"/v1/campaigns/999"}""";

    public static final String NOT_A_DRAFT = """
            {"type":"/problems/state-conflict","title":"The state does not allow this","status":409,
             "detail":"Campaign 123 is submitted and cannot be changed.","instance":"/v1/campaigns/123",
             "campaignStatus":"submitted"}""";

    static final String NO_TEMPLATE = """
            {"type":"/problems/not-found","title":"There is no such thing here","status":404,
             "detail":"There is no template 99.","instance":"/v1/templates/99"}""";

    public static final String INVALID_LIMIT = """
            {"type":"/problems/invalid-parameter","title":"A parameter has a value that is not allowed","status":400,
             "detail":"limit is a number from 1 to 200.","instance":"/v1/templates"}""";

    static final String UNKNOWN_COUNTRY = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"XX is no country of ISO 3166-1.","instance":"/v1/sender-ids",
             "errors":[{"pointer":"/countries/0","detail":"XX is no country of ISO 3166-1."}]}""";

    static final String NO_TEXT = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"There is no text to analyse.","instance":"/v1/sms-text/analysis",
             "errors":[{"pointer":"/text","detail":"There is no text to analyse."}]}""";

    static final String LOST_UPDATE = """
            {"type":"/problems/lost-update","title":"Somebody else changed it meanwhile","status":412,
             "detail":"The campaign is at version \\"4\\" now: read it again, then change it.",
             "instance":"/v1/campaigns/124","currentVersion":4}""";

    public static final String LOCKED = """
            {"type":"/problems/locked-by-replay","title":"A replay takes this over from its original","status":422,
             "detail":"A replay is sent by the sender ID and the route of its original.",
             "instance":"/v1/campaigns/125","errors":[{"pointer":"/senderId",
             "detail":"A replay is sent by the sender ID and the route of its original."}]}""";

    static final String REFUSED = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"There is no sender ID 99.","instance":"/v1/campaigns",
             "errors":[{"pointer":"/senderId","detail":"There is no sender ID 99."}]}""";

    static final String ANOTHER_SENDER = """
            {"type":"/problems/template-of-another-sender","title":"The template belongs to another sender","status":422,
             "detail":"The template “Order shipped” is registered for another sender ID than the campaign's.",
             "instance":"/v1/campaigns/124/template-import","templateSenderId":2}""";

    static final String INVALID_BODY = """
            {"type":"/problems/invalid-body","title":"The message body cannot be sent","status":422,
             "detail":"A { without its }; write {{ for a brace.","instance":"/v1/templates","offset":6,
             "errors":[{"pointer":"/body","detail":"A { without its }; write {{ for a brace."}]}""";

    static final String EXISTS = """
            {"type":"/problems/already-exists","title":"It exists already","status":409,
             "detail":"There is a template “Order shipped” already.","instance":"/v1/templates"}""";

    public static final String INVALID_PARAMETER = """
            {"type":"/problems/invalid-parameter","title":"A parameter has a value that is not allowed","status":400,
             "detail":"status is one of draft, awaiting-approval, scheduled, processing, paused, submitted, cancelled.",
             "instance":"/v1/campaigns"}""";

    private CampaignExamples() {}
}
