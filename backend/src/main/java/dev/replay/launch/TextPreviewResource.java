package dev.replay.launch;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.launch.TextPreviews.Rendered;
import dev.replay.launch.TextPreviews.TextPreview;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/campaigns/{id}/text-preview")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Launch")
class TextPreviewResource {
    /** A text that is not stored yet; what it leaves out is the campaign's own. */
    @Schema(name = "TextToPreview")
    public record TextToPreview(
            @Schema(description = "Absent: the campaign's", examples = "Hello {name}") @Nullable
            String body,

            @Schema(description = "Absent: the campaign's") @Nullable
            Map<String, String> variableDefaults) {}

    @Schema(name = "TextPreviewPage")
    record TextPreviewPage(
            List<TextPreview> items, @Nullable String nextCursor) {}

    private final Caller caller;
    private final TextPreviews previews;

    TextPreviewResource(Caller caller, TextPreviews previews) {
        this.caller = caller;
        this.previews = previews;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "previewText",
            summary = "Show a text as real recipients would read it",
            description = "In the order of the import; writes nothing.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = TextToPreview.class),
                            examples = {
                                @ExampleObject(name = "the campaign's own", value = "{}"),
                                @ExampleObject(
                                        name = "one being written",
                                        value = "{\"body\":\"Hello {name}\",\"variableDefaults\":{\"name\":\"there\"}}")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "A page of texts",
            content =
                    @Content(
                            schema = @Schema(implementation = TextPreviewPage.class),
                            examples = @ExampleObject(name = "two recipients", value = LaunchExamples.TEXT_PREVIEWS)))
    @APIResponse(responseCode = "400", description = "invalid-parameter: cursor or limit")
    @APIResponse(
            responseCode = "422",
            description = "invalid-body: a brace that begins or ends nothing, with its offset",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "an open brace", value = LaunchExamples.OPEN_BRACE)))
    public Page<TextPreview> previewText(
            @PathParam("id") long id,
            @Nullable TextToPreview text,
            @Parameter(description = "`nextCursor` of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        int after = cursor == null ? 0 : Math.clamp(Cursor.id(cursor), 0, Integer.MAX_VALUE);
        Page<Rendered> page = Page.of(
                previews.of(
                        caller.accountId(),
                        id,
                        text == null ? null : text.body(),
                        text == null ? null : text.variableDefaults(),
                        after,
                        wanted + 1),
                wanted,
                last -> Cursor.of(last.ordinal()));
        return new Page<>(page.items().stream().map(Rendered::preview).toList(), page.nextCursor());
    }
}
