package dev.replay.account;

/** Requests and answers of this room, as the contract shows them. */
final class AccountExamples {
    static final String SIGN_IN = """
            {"email":"asha@example.org","password":"correct horse battery"}""";
    static final String SIGNED_IN = """
            {"user":{"id":7,"email":"asha@example.org","role":"admin","operator":false},"apiKey":null,
             "account":{"id":3,"name":"Acme","currency":"EUR","zone":"Asia/Kolkata"}}""";
    static final String NEW_KEY = """
            {"name":"nightly import","role":"sender"}""";
    static final String CREATED_KEY = """
            {"id":12,"name":"nightly import","role":"sender","prefix":"rk_9f2kQ1x","createdAt":"2026-11-23T09:05:12Z",
             "secret":"rk_9f2kQ1xVtB0c1x6hT3mZs8uYw5aLr2dEoPq7nJiGfK4"}""";
    static final String KEYS = """
            {"items":[{"id":12,"name":"nightly import","role":"sender","prefix":"rk_9f2kQ1x",
             "createdAt":"2026-11-23T09:05:12Z"}],"nextCursor":null}""";
    static final String NEW_ACCOUNT = """
            {"name":"Acme","currency":"EUR","zone":"Asia/Kolkata","adminEmail":"asha@example.org",
             "adminPassword":"correct horse battery"}""";
    static final String ACCOUNT = """
            {"id":3,"name":"Acme","currency":"EUR","zone":"Asia/Kolkata","createdAt":"2026-11-23T09:05:12Z"}""";
    static final String ACCOUNTS = """
            {"items":[{"id":3,"name":"Acme","currency":"EUR","zone":"Asia/Kolkata","createdAt":"2026-11-23T09:05:12Z"}],
             "nextCursor":null}""";
    static final String WRONG_PASSWORD = """
            {"type":"/problems/unauthenticated","title":"Who is asking?","status":401,
             "detail":"E-mail or password is wrong.","instance":"/v1/session"}""";
    static final String TOO_MANY_ATTEMPTS = """
            {"type":"/problems/too-many-requests","title":"Too many requests","status":429,
             "detail":"Too many attempts to sign in; try again later.","instance":"/v1/session","retryAfterSeconds":840}""";
    static final String FOREIGN_PAGE = """
            {"type":"/problems/forbidden","title":"The role does not allow this","status":403,
             "detail":"A page of another origin sent this request.","instance":"/v1/session"}""";
    static final String KEY_MISSING = """
            {"type":"/problems/not-found","title":"There is no such thing here","status":404,
             "detail":"There is no key 12.","instance":"/v1/api-keys/12"}""";
    static final String EMAIL_TAKEN = """
            {"type":"/problems/already-exists","title":"It exists already","status":409,
             "detail":"Somebody signs in with this e-mail already.","instance":"/v1/accounts",
             "errors":[{"pointer":"/adminEmail","detail":"Somebody signs in with this e-mail already."}]}""";
    static final String NO_SUCH_ZONE = """
            {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
             "detail":"must be a zone of the IANA database, as Asia/Kolkata.","instance":"/v1/accounts",
             "errors":[{"pointer":"/zone","detail":"must be a zone of the IANA database, as Asia/Kolkata."}]}""";

    private AccountExamples() {}
}
