package dev.replay.campaign;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/campaigns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Campaigns")
public class CampaignResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final CampaignList list;
    private final CampaignDrafts drafts;
    private final CampaignViews views;

    CampaignResource(Caller caller, CampaignList list, CampaignDrafts drafts, CampaignViews views) {
        this.caller = caller;
        this.list = list;
        this.drafts = drafts;
        this.views = views;
    }

    @Schema(name = "NewCampaign")
    public record NewCampaign(
            @Schema(
                    description = "The present date and time in the account's zone where there is none",
                    maxLength = 200)
            @Nullable
            String name,

            @Schema(required = true) @Nullable Long senderId,

            @Schema(description = "One of the sender's routes; that of the sender ID where there is none") @Nullable
            String route,

            @Schema(
                    description = "A {name} is a variable, {{ and }} are braces; the template's where there is none",
                    maxLength = 20_000)
            @Nullable
            String body,

            @Nullable Long templateId,

            @Schema(description = "For recipients that bring no value; at most 50") @Nullable
            Map<String, @Nullable String> variableDefaults,

            @Schema(description = Rate.DESCRIPTION, examples = "200") @Nullable
            Integer rate,

            @Schema(
                    description = "What has not been sent by then is left out: RFC 3339 with its zone",
                    format = "date-time",
                    examples = "2026-11-24T20:00:00+05:30")
            @Nullable
            String sendBefore) {}

    @Schema(name = "TemplateImport")
    public record TemplateImport(
            @Schema(required = true) @Nullable Long templateId) {}

    @Schema(name = "TemplateImported")
    public record TemplateImported(String message, CampaignView campaign) {}

    @Schema(name = "CampaignPage")
    public record CampaignPage(
            List<CampaignView> items, @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "listCampaigns", summary = "List the campaigns, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of campaigns",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignPage.class),
                            examples = @ExampleObject(name = "one page", value = CampaignExamples.CAMPAIGNS)))
    @APIResponse(
            responseCode = "400",
            description = "A filter, the limit or the cursor has a value that is not allowed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples =
                                    @ExampleObject(
                                            name = "unknown status",
                                            value = CampaignExamples.INVALID_PARAMETER)))
    public Page<CampaignView> listCampaigns(
            @Parameter(
                            description =
                                    "Only campaigns in this state: draft, awaiting-approval, scheduled, processing,"
                                            + " paused, submitted or cancelled",
                            example = "submitted")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "A part of the name, in any case", example = "spring") @QueryParam("q") @Nullable
                    String q,
            @Parameter(description = "Created at this instant (RFC 3339) or later", example = "2026-11-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "Created before this instant (RFC 3339)", example = "2026-12-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(
                            description = "true: only those that can be replayed now; false: only the others",
                            example = "true")
                    @QueryParam("replayable")
                    @Schema(type = SchemaType.BOOLEAN)
                    @Nullable
                    String replayable,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Items on a page, 1 to 200", example = "50")
                    @QueryParam("limit")
                    @Schema(type = SchemaType.INTEGER)
                    @Nullable
                    String limit) {
        var filter = new CampaignList.Filter(
                status == null ? null : status(status),
                q == null || q.isBlank() ? null : q.strip(),
                from == null ? null : instant("from", from),
                to == null ? null : instant("to", to),
                replayable == null ? null : truth("replayable", replayable));
        return list.page(
                caller.accountId(),
                caller.zone(),
                filter,
                cursor == null ? Long.MAX_VALUE : Cursor.read(cursor, 1).number(0),
                Limit.of(limit));
    }

    private static CampaignStatus status(String slug) {
        return CampaignStatus.parse(slug)
                .orElseThrow(() -> new Refusal(
                        Problem.INVALID_PARAMETER,
                        "status is one of "
                                + Stream.of(CampaignStatus.values())
                                        .map(CampaignStatus::slug)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static Instant instant(String parameter, String value) {
        try {
            // Where a + was not escaped it arrives as a blank.
            return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal(
                    Problem.INVALID_PARAMETER,
                    parameter + " is an instant with its zone, such as 2026-11-23T09:05:12Z.");
        }
    }

    private static boolean truth(String parameter, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refusal(Problem.INVALID_PARAMETER, parameter + " is true or false.");
        };
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(operationId = "createCampaign", summary = "Make a draft")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewCampaign.class),
                            examples = @ExampleObject(name = "with a variable", value = CampaignExamples.NEW_CAMPAIGN)))
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            headers = {
                @Header(
                        name = "Location",
                        description = "Its address",
                        schema = @Schema(implementation = String.class)),
                @Header(name = "ETag", description = "Its version", schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "a draft", value = CampaignExamples.DRAFT)))
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: a field is refused, and errors names it; invalid-send-before; template-of-another-sender",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "unknown sender ID", value = CampaignExamples.REFUSED),
                                @ExampleObject(name = "past", value = CampaignExamples.INVALID_SEND_BEFORE)
                            }))
    public Response createCampaign(NewCampaign asked) {
        long id = drafts.make(caller.accountId(), caller.zone(), asked);
        return answer(id, Response.created(URI.create("/v1/campaigns/" + id)));
    }

    @GET
    @Path("/{id}")
    @Requires(Role.VIEWER)
    @Operation(operationId = "getCampaign", summary = "Read a campaign")
    @APIResponse(
            responseCode = "200",
            description = "The campaign",
            headers =
                    @Header(
                            name = "ETag",
                            description = "Its version",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "submitted", value = CampaignExamples.CAMPAIGN)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    public Response getCampaign(@PathParam("id") long id) {
        return answer(id, Response.ok());
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "updateCampaign",
            summary = "Change a draft",
            description = "Of a scheduled campaign the name alone can be changed. With If-Match, only the version named"
                    + " there is changed. On a replay the sender ID and the route are those of the original.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignPatch.class),
                            examples = @ExampleObject(name = "rename, clear defaults", value = CampaignExamples.PATCH)))
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            headers =
                    @Header(
                            name = "ETag",
                            description = "Its version",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "a draft", value = CampaignExamples.DRAFT)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is no draft any more",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = CampaignExamples.NOT_A_DRAFT)))
    @APIResponse(
            responseCode = "412",
            description = "lost-update: the version of If-Match is not the present one",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples =
                                    @ExampleObject(name = "changed meanwhile", value = CampaignExamples.LOST_UPDATE)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request, invalid-send-before, locked-by-replay or template-of-another-sender",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "a replay's sender", value = CampaignExamples.LOCKED)))
    public Response updateCampaign(
            @PathParam("id") long id,
            @Parameter(description = "The ETag that was edited", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            CampaignPatch patch) {
        drafts.change(caller.accountId(), id, patch, ifMatch == null ? null : new IfMatch(ifMatch));
        return answer(id, Response.ok());
    }

    @DELETE
    @Path("/{id}")
    @Requires(Role.SENDER)
    @Operation(operationId = "deleteCampaign", summary = "Delete a draft")
    @APIResponse(responseCode = "204", description = "It is gone, with its recipients")
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is no draft any more",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = CampaignExamples.NOT_A_DRAFT)))
    public void deleteCampaign(@PathParam("id") long id) {
        drafts.delete(caller.accountId(), id);
    }

    @POST
    @Path("/{id}/template-import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Operation(operationId = "importTemplate", summary = "Put a template's text in the place of the draft's")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TemplateImport.class),
                            examples = @ExampleObject(name = "template 7", value = "{\"templateId\":7}")))
    @APIResponse(
            responseCode = "200",
            description = "The campaign with its new text",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The campaign's new version",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = TemplateImported.class),
                            examples = @ExampleObject(name = "imported", value = CampaignExamples.IMPORTED)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is no draft any more",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = CampaignExamples.NOT_A_DRAFT)))
    @APIResponse(
            responseCode = "422",
            description = "template-of-another-sender; invalid-request where there is no such template",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples =
                                    @ExampleObject(name = "another sender", value = CampaignExamples.ANOTHER_SENDER)))
    public Response importTemplate(@PathParam("id") long id, TemplateImport asked) {
        if (asked.templateId() == null)
            throw Refusal.at(Problem.INVALID_REQUEST, "/templateId", "Name the template to import.");
        drafts.importTemplate(caller.accountId(), id, asked.templateId());
        CampaignViews.Versioned found = views.versioned(caller.accountId(), id);
        return Response.ok(new TemplateImported("Request Completed Successfully!", found.campaign()))
                .header(HttpHeaders.ETAG, IfMatch.etag(found.version()))
                .build();
    }

    private Response answer(long id, Response.ResponseBuilder response) {
        CampaignViews.Versioned found = views.versioned(caller.accountId(), id);
        return response.entity(found.campaign())
                .header(HttpHeaders.ETAG, IfMatch.etag(found.version()))
                .build();
    }
}
