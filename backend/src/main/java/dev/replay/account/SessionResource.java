package dev.replay.account;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.http.Secret;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in and out. The session rides on a cookie that no script can read and no other site sends along. */
@Path("/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
class SessionResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final Credentials credentials;
    private final SignInAttempts attempts;
    private final AuditLog audit;

    SessionResource(Caller caller, Credentials credentials, SignInAttempts attempts, AuditLog audit) {
        this.caller = caller;
        this.credentials = credentials;
        this.attempts = attempts;
        this.audit = audit;
    }

    @Schema(name = "SignIn")
    record SignIn(
            @NotNull @NotBlank @Size(max = 254) @Schema(required = true, examples = "asha@example.org")
            String email,

            @NotNull @Size(min = 1, max = 200) @Secret @Schema(required = true, format = "password")
            String password) {}

    /** Who asks: a user or a key, and for which account. */
    @Schema(name = "Session")
    record Session(
            @Schema(description = "Who is signed in; null where a key asks", nullable = true) @Nullable
            User user,

            @Schema(description = "The key that asks; null where a user is signed in", nullable = true) @Nullable
            Key apiKey,

            @Schema(required = true) Home account) {
        @Schema(name = "SessionUser")
        record User(
                @Schema(required = true) long id,
                @Schema(required = true) String email,
                @Schema(required = true) Role role,

                @Schema(required = true, description = "The installation's own administrator")
                boolean operator) {}

        @Schema(name = "SessionKey")
        record Key(
                @Schema(required = true) long id,
                @Schema(required = true) String name,
                @Schema(required = true) Role role,

                @Schema(required = true, description = "The installation's own administrator")
                boolean operator) {}

        @Schema(name = "SessionAccount")
        record Home(
                @Schema(required = true) long id,
                @Schema(required = true) String name,

                @Schema(required = true, description = "ISO 4217", examples = "EUR")
                String currency,

                @Schema(required = true, description = "IANA name", examples = "Asia/Kolkata")
                String zone) {
            static Home of(Account a) {
                return new Home(a.id, a.name, a.currency, a.zone);
            }
        }

        static Session of(AppUser u) {
            return new Session(new User(u.id, u.email, u.role, u.operator), null, Home.of(u.account));
        }

        static Session of(ApiKey k, Account a) {
            return new Session(null, new Key(k.id, k.name, k.role, k.operator), Home.of(a));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "signIn",
            summary = "Sign in",
            description = "Sets the cookie `replay-session`. The session ends 12 hours after its last use.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SignIn.class),
                            examples = @ExampleObject(name = "sign in", value = AccountExamples.SIGN_IN)))
    @APIResponse(
            responseCode = "201",
            description = "Signed in",
            headers =
                    @Header(
                            name = "Set-Cookie",
                            description = "`replay-session`, HttpOnly and SameSite=Strict",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = Session.class),
                            examples = @ExampleObject(name = "signed in", value = AccountExamples.SIGNED_IN)))
    @APIResponse(
            responseCode = "401",
            description = "unauthenticated: e-mail or password is wrong",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "wrong password", value = AccountExamples.WRONG_PASSWORD)))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: a page of another origin sent it",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "foreign page", value = AccountExamples.FOREIGN_PAGE)))
    @APIResponse(
            responseCode = "429",
            description = "too-many-requests: too many attempts for this e-mail or from this address",
            headers =
                    @Header(
                            name = "Retry-After",
                            description = "Seconds to wait",
                            schema = @Schema(implementation = Integer.class)),
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "too many", value = AccountExamples.TOO_MANY_ATTEMPTS)))
    public Response signIn(
            @Valid SignIn given,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context HttpServerRequest request) {
        ForeignPage.refuse(headers, uri);
        String email = AppUser.normal(given.email);
        String address = request.remoteAddress() == null
                ? "unknown"
                : String.valueOf(request.remoteAddress().hostAddress());
        attempts.begin(email, address);
        // The slow hash is computed between two short transactions: nobody holds a connection meanwhile.
        Optional<AppUser> named = QuarkusTransaction.requiringNew().call(() -> AppUser.named(email));
        boolean right = named.map(user -> Password.matches(given.password, user.passwordHash))
                .orElseGet(() -> Password.matchesNobody(given.password));
        if (!right) throw new Refusal(Problem.UNAUTHENTICATED, "E-mail or password is wrong.");
        attempts.succeeded(email, address);
        AppUser user = named.orElseThrow();
        Token token = QuarkusTransaction.requiringNew().call(() -> {
            audit.record(user.account.id, "user:" + user.id, "session.opened", "user:" + user.id, Map.of());
            return credentials.open(user);
        });
        return Response.status(Response.Status.CREATED)
                .entity(Session.of(user))
                .cookie(cookie(token.secret(), uri).build())
                .build();
    }

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "getSession", summary = "Tell who is asking")
    @APIResponse(
            responseCode = "200",
            description = "The user or the key, and the account",
            content =
                    @Content(
                            schema = @Schema(implementation = Session.class),
                            examples = @ExampleObject(name = "a user", value = AccountExamples.SIGNED_IN)))
    public Session getSession() {
        return QuarkusTransaction.requiringNew().call(() -> {
            String actor = caller.actor();
            long id = Long.parseLong(actor.substring(actor.indexOf(':') + 1));
            return actor.startsWith("user:")
                    ? Session.of(AppUser.<AppUser>findById(id))
                    : Session.of(ApiKey.<ApiKey>findById(id), Account.findById(caller.accountId()));
        });
    }

    @DELETE
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "signOut",
            summary = "Sign out",
            description = "Ends the session of the cookie; a key is not touched.")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Response signOut(@Context HttpHeaders headers, @Context UriInfo uri) {
        Cookie cookie = headers.getCookies().get(Authentication.COOKIE);
        if (cookie != null) credentials.close(new Token(cookie.getValue()));
        return Response.noContent().cookie(cookie("", uri).maxAge(0).build()).build();
    }

    /** Of the browser's session: the server alone knows when ours ends, since it moves on with each use. */
    private static NewCookie.Builder cookie(String value, UriInfo uri) {
        return new NewCookie.Builder(Authentication.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure("https".equals(uri.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
