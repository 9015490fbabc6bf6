package dev.replay.audience;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignExamples;
import dev.replay.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/campaigns/{id}/rejections.csv")
@Tag(name = "Recipients")
class RejectionResource {
    private static final String CSV = "text/csv";
    private static final int CHUNK = 1_000;

    private final Caller caller;
    private final Database database;

    RejectionResource(Caller caller, Database database) {
        this.caller = caller;
        this.database = database;
    }

    @GET
    @Produces(CSV)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "exportRejections",
            summary = "Download the refused lines of the last import",
            description = "A value that a spreadsheet would take for a formula has an apostrophe before it.")
    @APIResponse(
            responseCode = "200",
            description = "line, value and reason of each",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one line", value = AudienceExamples.REJECTIONS)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    public Response exportRejections(@PathParam("id") long id) {
        long accountId = caller.accountId();
        database.forAccount(accountId, c -> Campaign.of(accountId, id));
        StreamingOutput rows = out -> {
            Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            csv.write("line,value,reason\r\n");
            int after = 0;
            List<ParsedAudience.Rejection> chunk;
            // A chunk is a transaction: a slow reader keeps none open.
            do {
                chunk = chunk(accountId, id, after);
                for (ParsedAudience.Rejection one : chunk) {
                    csv.write(one.line() + "," + CsvCell.of(one.value()) + "," + CsvCell.of(one.reason()) + "\r\n");
                    after = one.line();
                }
            } while (chunk.size() == CHUNK);
            csv.flush();
        };
        return Response.ok(rows, CSV + ";charset=UTF-8")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"campaign-%d-rejections.csv\"".formatted(id))
                .build();
    }

    private List<ParsedAudience.Rejection> chunk(long accountId, long campaignId, int after) {
        return database.forAccount(
                accountId,
                c -> Database.list(
                        c,
                        """
                        select line, value, reason
                        from rejection
                        where campaign_id = ? and account_id = ? and line > ?
                        order by line
                        limit ?
                        """,
                        s -> {
                            s.setLong(1, campaignId);
                            s.setLong(2, accountId);
                            s.setInt(3, after);
                            s.setInt(4, CHUNK);
                        },
                        row -> new ParsedAudience.Rejection(row.getInt(1), row.getString(2), row.getString(3))));
    }
}
