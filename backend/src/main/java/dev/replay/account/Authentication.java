package dev.replay.account;

import dev.replay.account.Caller.Identity;
import dev.replay.http.IdempotencyScope;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets in whoever brings a key or a session of a sufficient role, before any of the body is read. */
@Provider
@Requires(Role.VIEWER)
@Priority(Priorities.AUTHENTICATION)
final class Authentication implements ContainerRequestFilter {
    static final String COOKIE = "replay-session";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Credentials credentials;
    private final Caller caller;
    private final IdempotencyScope scope;

    @Context
    ResourceInfo resource;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uri;

    Authentication(Credentials credentials, Caller caller, IdempotencyScope scope) {
        this.credentials = credentials;
        this.caller = caller;
        this.scope = scope;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Identity identity = identity(request);
        Requires needed = needed(resource);
        if (needed.operator() && !identity.operator()) {
            throw new Refusal(Problem.FORBIDDEN, "This is the installation's operator's alone.");
        }
        if (!identity.role().covers(needed.value())) {
            throw new Refusal(
                    Problem.FORBIDDEN,
                    "This needs the role " + needed.value().slug() + "; yours is "
                            + identity.role().slug() + ".");
        }
        caller.is(identity);
        scope.belongsTo(identity.accountId());
    }

    private Identity identity(ContainerRequestContext request) {
        String key = key();
        if (key != null) {
            return credentials
                    .ofKey(new Token(key))
                    .orElseThrow(() -> new Refusal(Problem.UNAUTHENTICATED, "The API key is unknown or revoked."));
        }
        Cookie cookie = request.getCookies().get(COOKIE);
        if (cookie == null) {
            throw new Refusal(Problem.UNAUTHENTICATED, "The request carries neither an API key nor a session.");
        }
        if (!SAFE.contains(request.getMethod())) ForeignPage.refuse(headers, uri);
        Optional<Identity> signedIn = credentials.ofSession(new Token(cookie.getValue()));
        return signedIn.orElseThrow(
                () -> new Refusal(Problem.UNAUTHENTICATED, "The session has ended; sign in again."));
    }

    private @Nullable String key() {
        String key = headers.getHeaderString("api-key");
        if (key != null) return key.strip();
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return bearer ? authorization.substring(7).strip() : null;
    }

    private static Requires needed(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        Requires own = method.getAnnotation(Requires.class);
        return own != null ? own : resource.getResourceClass().getAnnotation(Requires.class);
    }
}
