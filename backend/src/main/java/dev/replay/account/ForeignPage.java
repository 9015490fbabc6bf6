package dev.replay.account;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Set;

/** Refuses what a page of another origin sends with the cookie of somebody who is signed in; a key is never at risk. */
final class ForeignPage {
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private ForeignPage() {}

    /** @throws Refusal forbidden */
    static void refuse(HttpHeaders headers, UriInfo uri) {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        String origin = headers.getHeaderString("Origin");
        // A browser's own word on the site also holds behind a proxy that changes Host.
        boolean ours = site != null ? OURS.contains(site) : origin == null || isOurs(origin, uri.getRequestUri());
        if (!ours) throw new Refusal(Problem.FORBIDDEN, "A page of another origin sent this request.");
    }

    private static boolean isOurs(String origin, URI request) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equals(request.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
