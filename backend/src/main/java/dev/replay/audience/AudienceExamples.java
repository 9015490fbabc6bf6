package dev.replay.audience;

/** Real requests and answers, as the contract shows them. */
final class AudienceExamples {
    static final String QUIET_HOURS = """
            {"items":[{"country":null,"from":"21:00","to":"08:00"},{"country":"IN","from":"21:00","to":"09:00"}]}""";

    static final String INVALID_QUIET_HOURS = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"A time of day is 00:00 to 23:59, as in 21:00.","instance":"/v1/quiet-hours",
             "errors":[{"pointer":"/items/0/from","detail":"A time of day is 00:00 to 23:59, as in 21:00."}]}""";

    static final String CSV = """
            recipient,name
            +919812345678,Asha
            +919812345679,Ravi
            """;

    static final String JSON = """
            {"recipients":[{"recipient":"+919812345678","variables":{"name":"Asha"}},{"recipient":"+919812345679"}]}""";

    static final String IMPORTED = """
            {"received":5,"accepted":3,"suppressed":1,"duplicates":1,"rejected":1,
             "rejections":[{"line":4,"value":"12345","reason":"No country has a calling code with which it begins."}]}""";

    static final String NOT_UTF_8 = """
            {"type":"/problems/invalid-recipients","title":"The list of recipients cannot be read","status":422,
             "detail":"The file is not in UTF-8: byte 0xE9 in line 3. Save it as “CSV UTF-8” and upload it again.",
             "instance":"/v1/campaigns/124/recipients","line":3,"offset":41}""";

    static final String UNKNOWN_REGION = """
            {"type":"/problems/invalid-parameter","title":"A parameter has a value that is not allowed","status":400,
             "detail":"defaultRegion is a country of ISO 3166-1 in two letters, such as IN.",
             "instance":"/v1/campaigns/124/recipients"}""";

    static final String TOO_LARGE = """
            {"type":"/problems/too-large","title":"The request is too large","status":413,
             "detail":"The body is larger than this operation takes.","instance":"/v1/campaigns/124/recipients"}""";

    static final String NOT_CSV = """
            {"type":"/problems/unsupported-media-type","title":"The media type is not understood","status":415,
             "detail":"The list is text/csv, text/plain or application/json.","instance":"/v1/campaigns/124/recipients"}""";

    static final String REJECTIONS = """
            line,value,reason
            4,12345,No country has a calling code with which it begins.
            """;

    static final String SUPPRESSION = """
            {"recipient":"+919812345678","reason":"opt-out","createdAt":"2026-11-23T09:05:12Z"}""";

    static final String NEW_SUPPRESSION = """
            {"recipient":"+919812345678","reason":"opt-out"}""";

    static final String REFUSED = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"It has letters; write the digits.","instance":"/v1/suppressions",
             "errors":[{"pointer":"/recipient","detail":"It has letters; write the digits."}]}""";

    static final String NOT_FOUND = """
            {"type":"/problems/not-found","title":"There is no such thing here","status":404,
             "detail":"The number is not suppressed.","instance":"/v1/suppressions/+919812345678"}""";

    private AudienceExamples() {}
}
