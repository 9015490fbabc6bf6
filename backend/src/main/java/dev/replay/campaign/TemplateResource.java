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
import dev.replay.sms.MessageBody;
import dev.replay.store.Database;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

@Path("/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Templates")
class TemplateResource {
    private static final String PROBLEM = "application/problem+json";
    private static final int MAX_DLT_ID = 50;

    private final Caller caller;
    private final Database database;
    private final Clock clock;

    TemplateResource(Caller caller, Database database, Clock clock) {
        this.caller = caller;
        this.database = database;
        this.clock = clock;
    }

    @Schema(name = "NewTemplate")
    public record NewTemplate(
            @Schema(required = true, maxLength = 200) @Nullable
            String name,

            @Schema(required = true, description = "DLT's {#var#} become {var1}, {var2}, …", maxLength = 20_000)
            @Nullable
            String body,

            @Schema(required = true) @Nullable Long senderId,
            @Schema(maxLength = MAX_DLT_ID) @Nullable String dltTemplateId) {}

    @Schema(name = "TemplatePage")
    public record TemplatePage(
            List<Template> items, @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "listTemplates", summary = "List the templates, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of templates",
            content =
                    @Content(
                            schema = @Schema(implementation = TemplatePage.class),
                            examples =
                                    @ExampleObject(
                                            name = "one page",
                                            value = "{\"items\":[" + CampaignExamples.TEMPLATE
                                                    + "],\"nextCursor\":null}")))
    @APIResponse(
            responseCode = "400",
            description = "The limit or the cursor has a value that is not allowed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "limit", value = CampaignExamples.INVALID_LIMIT)))
    public Page<Template> listTemplates(
            @Parameter(description = "Only templates of this sender ID", example = "1")
                    @QueryParam("senderId")
                    @Nullable
                    Long senderId,
            @Parameter(description = "A part of the name or of the body, in any case", example = "order")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Items on a page, 1 to 200", example = "50")
                    @QueryParam("limit")
                    @Schema(type = SchemaType.INTEGER)
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        StringBuilder sql = new StringBuilder(Template.SELECT).append(" and t.id < ?");
        List<Object> values =
                new ArrayList<>(List.of(caller.accountId(), cursor == null ? Long.MAX_VALUE : Cursor.id(cursor)));
        if (senderId != null) {
            sql.append(" and t.sender_id = ?");
            values.add(senderId);
        }
        if (q != null && !q.isBlank()) {
            sql.append(" and (t.name ilike ? or t.body ilike ?)");
            values.add(Like.containing(q.strip()));
            values.add(Like.containing(q.strip()));
        }
        sql.append(" order by t.id desc limit ").append(wanted + 1);
        List<Template> found = database.forAccount(
                caller.accountId(),
                c -> Database.list(
                        c,
                        sql.toString(),
                        s -> {
                            for (int i = 0; i < values.size(); i++) s.setObject(i + 1, values.get(i));
                        },
                        Template::map));
        return Page.of(found, wanted, last -> Cursor.of(last.id()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(operationId = "createTemplate", summary = "Keep a text as a template")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewTemplate.class),
                            examples =
                                    @ExampleObject(
                                            name = "as registered with DLT",
                                            value = CampaignExamples.NEW_TEMPLATE)))
    @APIResponse(
            responseCode = "201",
            description = "The template",
            headers =
                    @Header(
                            name = "Location",
                            description = "Its address",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = Template.class),
                            examples = @ExampleObject(name = "with a variable", value = CampaignExamples.TEMPLATE)))
    @APIResponse(
            responseCode = "409",
            description = "already-exists: the account has a template of that name",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "same name", value = CampaignExamples.EXISTS)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-body, with the offset of the brace that is wrong; invalid-request",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "an open brace", value = CampaignExamples.INVALID_BODY)))
    public Response createTemplate(NewTemplate asked) {
        if (asked.name() == null) throw Refusal.at(Problem.INVALID_REQUEST, "/name", "A template needs a name.");
        if (asked.body() == null) throw Refusal.at(Problem.INVALID_REQUEST, "/body", "A template needs a body.");
        if (asked.senderId() == null)
            throw Refusal.at(Problem.INVALID_REQUEST, "/senderId", "A template needs a sender ID.");
        String name = CampaignDrafts.name(asked.name());
        String body = readable(CampaignDrafts.body(asked.body()));
        String dltTemplateId = asked.dltTemplateId() == null
                ? null
                : CampaignDrafts.text(
                        "/dltTemplateId", "DLT id", asked.dltTemplateId().strip(), 1, MAX_DLT_ID);
        Template made = database.forAccount(caller.accountId(), c -> {
            Sender sender = Sender.chosen(c, caller.accountId(), asked.senderId());
            long id = Database.first(
                            c,
                            """
                            insert into template (account_id, name, body, sender_id, dlt_template_id, created_at)
                            values (?, ?, ?, ?, ?, ?)
                            on conflict do nothing
                            returning id
                            """,
                            s -> {
                                s.setLong(1, caller.accountId());
                                s.setString(2, name);
                                s.setString(3, body);
                                s.setLong(4, sender.id());
                                s.setString(5, dltTemplateId);
                                s.setObject(6, clock.instant().atOffset(ZoneOffset.UTC));
                            },
                            row -> row.getLong(1))
                    .orElseThrow(() -> Refusal.at(
                            Problem.ALREADY_EXISTS, "/name", "There is a template “%s” already.".formatted(name)));
            return Template.find(c, caller.accountId(), id).orElseThrow();
        });
        return Response.created(URI.create("/v1/templates/" + made.id()))
                .entity(made)
                .build();
    }

    /** @throws Refusal invalid-body where a brace is wrong; offset counts in the body with its variables named */
    private static String readable(String asked) {
        String body = MessageBody.fromDlt(asked);
        try {
            MessageBody.parse(body);
            return body;
        } catch (MessageBody.Malformed e) {
            throw Refusal.at(Problem.INVALID_BODY, "/body", e.detail()).with("offset", e.offset());
        }
    }

    @GET
    @Path("/{id}")
    @Requires(Role.VIEWER)
    @Operation(operationId = "getTemplate", summary = "Read a template")
    @APIResponse(
            responseCode = "200",
            description = "The template",
            content =
                    @Content(
                            schema = @Schema(implementation = Template.class),
                            examples = @ExampleObject(name = "with a variable", value = CampaignExamples.TEMPLATE)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such template in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NO_TEMPLATE)))
    public Template getTemplate(@PathParam("id") long id) {
        return database.forAccount(caller.accountId(), c -> Template.find(c, caller.accountId(), id))
                .orElseThrow(() -> missing(id));
    }

    @DELETE
    @Path("/{id}")
    @Requires(Role.SENDER)
    @Operation(
            operationId = "deleteTemplate",
            summary = "Delete a template",
            description = "Campaigns that took their text from it keep the text and the DLT template ID.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(
            responseCode = "404",
            description = "There is no such template in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NO_TEMPLATE)))
    public void deleteTemplate(@PathParam("id") long id) {
        int deleted = database.forAccount(
                caller.accountId(),
                c -> Database.update(c, "delete from template where account_id = ? and id = ?", s -> {
                    s.setLong(1, caller.accountId());
                    s.setLong(2, id);
                }));
        if (deleted == 0) throw missing(id);
    }

    private static Refusal missing(long id) {
        return new Refusal(Problem.NOT_FOUND, "There is no template " + id + ".");
    }
}
