package dev.replay.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The page routes in the browser: a link into it, or a reload, asks here for an address of its own and gets the one
 * document. The page's files have a dot in their name; one that is lacking is a problem, and so is an unknown operation.
 */
@Singleton
final class SinglePage {
    private static final String DOCUMENT = "/index.html";

    /** Where the page has something to show: it is its document whoever asks. */
    private static final String OWN =
            "^/(?:(?:alerts|campaigns|carriers|quiet-hours|sign-in|status-codes)(?:/[^.]*)?)?$";

    /** Each build names its files anew, so that the document alone is ever asked for again. */
    private static final String ASK_EACH_TIME = "no-cache";

    private static final String FOREVER = "public, max-age=31536000, immutable";

    void onto(@Observes Router router) {
        router.route(DOCUMENT).order(Integer.MIN_VALUE + 1).handler(context -> kept(context, ASK_EACH_TIME));
        router.route("/assets/*").order(Integer.MIN_VALUE + 1).handler(context -> kept(context, FOREVER));
        router.routeWithRegex(OWN)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(Integer.MIN_VALUE + 1)
                .handler(context -> context.reroute(DOCUMENT));
        // Elsewhere a person who mistyped sees a page that says so, and a program a problem.
        router.routeWithRegex("^/(?!(?:v1|q|problems)(?:/|$))[^.]*$")
                .method(HttpMethod.GET)
                .order(Integer.MIN_VALUE + 2)
                .handler(context -> {
                    String accept = context.request().getHeader("Accept");
                    if (accept != null && accept.contains("text/html")) context.reroute(DOCUMENT);
                    else context.next();
                });
    }

    /** Only what is there may be kept: a file that is lacking during an upgrade comes with the next answer. */
    private static void kept(RoutingContext context, String cacheControl) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(sent -> {
            if (response.getStatusCode() < 400) response.putHeader("Cache-Control", cacheControl);
        });
        context.next();
    }
}
