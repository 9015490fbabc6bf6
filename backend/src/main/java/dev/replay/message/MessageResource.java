package dev.replay.message;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/campaigns/{id}")
@Tag(name = "Messages")
class MessageResource {
    private static final String CSV = "text/csv";
    /** Rows a statement of the export reads: some 30 ms, and no transaction is open while they go out. */
    private static final int CHUNK = 5_000;

    private final Caller caller;
    private final Database database;
    private final Catalogue catalogue;
    private final MessageRows rows;

    MessageResource(Caller caller, Database database, Catalogue catalogue, MessageRows rows) {
        this.caller = caller;
        this.database = database;
        this.catalogue = catalogue;
        this.rows = rows;
    }

    @Schema(name = "MessagePage")
    public record MessagePage(
            List<MessageView> items, @Nullable String nextCursor) {}

    @GET
    @Path("messages")
    @Produces(MediaType.APPLICATION_JSON)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "listMessages",
            summary = "What became of each recipient's message",
            description = "In the order of the import.")
    @APIResponse(
            responseCode = "200",
            description = "A page of messages",
            content =
                    @Content(
                            schema = @Schema(implementation = MessagePage.class),
                            examples = @ExampleObject(name = "one that did not arrive", value = """
                            {"items":[{"id":17,"recipient":"+919812345678","country":"IN","status":"UnDelivered",\
                            "subStatus":"ABSENT-SUB","segments":1,"price":{"amount":"0.0025","currency":"EUR"},\
                            "carrier":"smpp","carrierMessageIds":["4F2A91C0"],"submittedAt":"2026-11-20T09:05:12Z",\
                            "finalAt":"2026-11-20T09:05:19Z","raw":{"stat":"UNDELIV","err":"027"}}],"nextCursor":null}""")))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: status, subStatus, q, cursor or limit")
    public Page<MessageView> listMessages(
            @PathParam("id") long id,
            @Parameter(description = "`queued` or one of the four, in any spelling of them", example = "UnDelivered")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(
                            description =
                                    "A code of the catalogue; of two statuses that share it, both unless status says",
                            example = "ABSENT-SUB")
                    @QueryParam("subStatus")
                    @Nullable
                    String subStatus,
            @Parameter(
                            description =
                                    "A recipient: the whole number, its beginning with a +, or at least 3 of its digits",
                            example = "+919812345678")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(description = "`nextCursor` of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        MessageFilter filter = MessageFilter.of(catalogue, status, subStatus, q);
        int after = cursor == null ? 0 : Math.clamp(Cursor.id(cursor), 0, Integer.MAX_VALUE);
        return Page.of(rows.after(campaign(id), filter, after, wanted + 1), wanted, last -> Cursor.of(last.id()));
    }

    @GET
    @Path("messages.csv")
    @Produces(CSV)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "exportMessages",
            summary = "The same as CSV",
            description =
                    "UTF-8, RFC 4180, streamed in the order of the import. A cell that a spreadsheet would take for a"
                            + " formula or round as a number (+919812345678, ids of more than 11 digits) begins with an apostrophe;"
                            + " the import of recipients ignores it. carrierMessageIds stand in one cell, separated by blanks.")
    @APIResponse(
            responseCode = "200",
            description = "A header row and a row for each message",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "one that did not arrive", value = """
                            id,recipient,country,status,subStatus,segments,price,currency,carrier,carrierMessageIds,submittedAt,finalAt,stat,err\r
                            17,'+919812345678,IN,UnDelivered,ABSENT-SUB,1,0.0025,EUR,smpp,4F2A91C0,2026-11-20T09:05:12Z,2026-11-20T09:05:19Z,UNDELIV,027\r
                            """)))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: status or subStatus")
    public Response exportMessages(
            @PathParam("id") long id,
            @Parameter(description = "`queued` or one of the four, in any spelling of them", example = "UnDelivered")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "A code of the catalogue", example = "ABSENT-SUB")
                    @QueryParam("subStatus")
                    @Nullable
                    String subStatus) {
        MessageFilter filter = MessageFilter.of(catalogue, status, subStatus, null);
        // Read now: the rows go out when the request's own context is gone.
        MessageRows.Of campaign = campaign(id);
        // Refused before the answer has begun.
        database.forAccount(campaign.accountId(), c -> TallyRow.of(c, campaign.accountId(), id));
        StreamingOutput body = out -> export(campaign, filter, out);
        return Response.ok(body, CSV + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"campaign-" + id + "-messages.csv\"")
                .build();
    }

    private void export(MessageRows.Of campaign, MessageFilter filter, OutputStream out) throws IOException {
        try (MessageCsv csv = new MessageCsv(out)) {
            int after = 0;
            List<MessageView> chunk;
            do {
                chunk = rows.after(campaign, filter, after, CHUNK);
                for (MessageView message : chunk) csv.write(message);
                if (!chunk.isEmpty()) after = chunk.getLast().id();
            } while (chunk.size() == CHUNK);
        }
    }

    private MessageRows.Of campaign(long id) {
        return new MessageRows.Of(caller.accountId(), id, caller.currency());
    }
}
