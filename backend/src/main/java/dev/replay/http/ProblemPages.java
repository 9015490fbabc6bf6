package dev.replay.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pages that the `type` of a problem leads to. */
@Path("/problems/{slug}")
@Tag(name = "Operations")
class ProblemPages {
    private static final String FORBIDDEN = """
            {"slug":"forbidden","status":403,"title":"The role does not allow this",
             "meaning":"The credential is good, but its role may not do this, or the request was sent by a page of another origin.",
             "remedy":"Ask an administrator of the account for a key or a user with the role that the operation needs."}""";

    private static final String FORBIDDEN_PAGE = "<!doctype html><html lang=\"en\">…<p>403 · forbidden</p>"
            + "<h1>The role does not allow this</h1>…</html>";

    /** @param meaning what has happened @param remedy what whoever asked can do */
    record Explanation(String slug, int status, String title, String meaning, String remedy) {
        static Explanation of(Problem p) {
            return new Explanation(p.slug(), p.status(), p.title(), p.meaning(), p.remedy());
        }
    }

    @GET
    @Produces({MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "explainProblem",
            summary = "What a problem means",
            description = "The page that the `type` of a problem leads to: what it means and what to do about it.")
    @SecurityRequirements
    @APIResponse(
            responseCode = "200",
            description = "The explanation, as a page or, where JSON is accepted rather, as an object",
            content = {
                @Content(
                        mediaType = MediaType.TEXT_HTML,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "forbidden", value = FORBIDDEN_PAGE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Explanation.class),
                        examples = @ExampleObject(name = "forbidden", value = FORBIDDEN))
            })
    public Response explainProblem(@PathParam("slug") String slug, @Context Request request) {
        Explanation explanation = Explanation.of(named(slug));
        Variant chosen =
                request.selectVariant(Variant.mediaTypes(MediaType.TEXT_HTML_TYPE, MediaType.APPLICATION_JSON_TYPE)
                        .build());
        boolean asJson = chosen != null && chosen.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE);
        return asJson
                ? Response.ok(explanation, MediaType.APPLICATION_JSON_TYPE).build()
                : Response.ok(page(explanation), "text/html;charset=UTF-8").build();
    }

    /** The texts are our own and hold nothing that HTML would read as markup. */
    private static String page(Explanation e) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s – Replay</title>
                <main>
                <p>%2$d · %3$s</p>
                <h1>%1$s</h1>
                <h2>What it means</h2>
                <p>%4$s</p>
                <h2>What to do</h2>
                <p>%5$s</p>
                </main>
                </html>
                """.formatted(e.title(), e.status(), e.slug(), e.meaning(), e.remedy());
    }

    private static Problem named(String slug) {
        return Arrays.stream(Problem.values())
                .filter(p -> p.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new Refusal(Problem.NOT_FOUND, "There is no problem of this name."));
    }
}
