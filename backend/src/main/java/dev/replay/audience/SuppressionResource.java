package dev.replay.audience;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.audience.Suppressions.Suppression;
import dev.replay.campaign.CampaignExamples;
import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

@Path("/v1/suppressions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suppressions")
class SuppressionResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final Database database;
    private final Clock clock;

    SuppressionResource(Caller caller, Database database, Clock clock) {
        this.caller = caller;
        this.database = database;
        this.clock = clock;
    }

    @Schema(name = "NewSuppression")
    record NewSuppression(
            @Schema(required = true, description = "E.164") @Nullable
            String recipient,

            @Schema(
                    required = true,
                    enumeration = {Suppressions.OPT_OUT, Suppressions.BLOCKED})
            @Nullable
            String reason) {}

    @Schema(name = "SuppressionPage")
    record SuppressionPage(
            List<Suppression> items, @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "listSuppressions", summary = "List whom the account does not send to, by number")
    @APIResponse(
            responseCode = "200",
            description = "A page of suppressions",
            content =
                    @Content(
                            schema = @Schema(implementation = SuppressionPage.class),
                            examples =
                                    @ExampleObject(
                                            name = "one page",
                                            value = "{\"items\":[" + AudienceExamples.SUPPRESSION
                                                    + "],\"nextCursor\":null}")))
    @APIResponse(
            responseCode = "400",
            description = "The limit, the cursor or q has a value that is not allowed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "limit", value = CampaignExamples.INVALID_LIMIT)))
    public Page<Suppression> listSuppressions(
            @Parameter(description = "Digits that the number has, with or without +", example = "98123")
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
        String digits = q == null ? "" : q.replaceAll("[+ ()./-]", "");
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new Refusal(Problem.INVALID_PARAMETER, "q is a part of a phone number: digits.");
        List<Suppression> found = database.forAccount(
                caller.accountId(),
                c -> Database.list(
                        c,
                        """
                        select recipient, reason, created_at
                        from suppression
                        where account_id = ? and recipient > ? and recipient::text like ?
                        order by recipient
                        limit ?
                        """,
                        s -> {
                            s.setLong(1, caller.accountId());
                            s.setLong(
                                    2,
                                    cursor == null ? 0 : Cursor.read(cursor, 1).number(0));
                            s.setString(3, "%" + digits + "%");
                            s.setInt(4, wanted + 1);
                        },
                        Suppressions::map));
        return Page.of(
                found, wanted, last -> Cursor.of(Long.parseLong(last.recipient().substring(1))));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(
            operationId = "createSuppression",
            summary = "Suppress a number",
            description = "One that is suppressed already stays as it is.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewSuppression.class),
                            examples = @ExampleObject(name = "opt-out", value = AudienceExamples.NEW_SUPPRESSION)))
    @APIResponse(
            responseCode = "200",
            description = "It was suppressed already, as the answer says",
            content =
                    @Content(
                            schema = @Schema(implementation = Suppression.class),
                            examples = @ExampleObject(name = "opt-out", value = AudienceExamples.SUPPRESSION)))
    @APIResponse(
            responseCode = "201",
            description = "It is suppressed from now on",
            content =
                    @Content(
                            schema = @Schema(implementation = Suppression.class),
                            examples = @ExampleObject(name = "opt-out", value = AudienceExamples.SUPPRESSION)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: a field is refused, and errors names it",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "no number", value = AudienceExamples.REFUSED)))
    public Response createSuppression(NewSuppression asked) {
        long recipient =
                switch (PhoneNumbers.parse(asked.recipient() == null ? "" : asked.recipient(), null)) {
                    case PhoneNumbers.Valid valid -> valid.e164();
                    case PhoneNumbers.Invalid invalid ->
                        throw Refusal.at(Problem.INVALID_REQUEST, "/recipient", invalid.reason());
                };
        if (!Suppressions.OPT_OUT.equals(asked.reason()) && !Suppressions.BLOCKED.equals(asked.reason()))
            throw Refusal.at(Problem.INVALID_REQUEST, "/reason", "The reason is opt-out or blocked.");
        return database.forAccount(caller.accountId(), c -> {
            boolean added = Suppressions.add(caller.accountId(), recipient, asked.reason(), clock.instant(), c);
            return Response.status(added ? Response.Status.CREATED : Response.Status.OK)
                    .entity(find(c, caller.accountId(), recipient).orElseThrow())
                    .build();
        });
    }

    private static Optional<Suppression> find(Connection c, long accountId, long recipient) throws SQLException {
        return Database.first(
                c,
                "select recipient, reason, created_at from suppression where account_id = ? and recipient = ?",
                s -> {
                    s.setLong(1, accountId);
                    s.setLong(2, recipient);
                },
                Suppressions::map);
    }

    @DELETE
    @Path("/{recipient}")
    @Requires(Role.SENDER)
    @Operation(operationId = "deleteSuppression", summary = "Send to a number again")
    @APIResponse(responseCode = "204", description = "It is not suppressed any more")
    @APIResponse(
            responseCode = "404",
            description = "It was not suppressed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not suppressed", value = AudienceExamples.NOT_FOUND)))
    public void deleteSuppression(
            @Parameter(description = "E.164, with or without +", example = "+919812345678") @PathParam("recipient")
                    String recipient) {
        OptionalLong number = PhoneNumbers.e164(recipient);
        int deleted = number.isEmpty()
                ? 0
                : database.forAccount(
                        caller.accountId(),
                        c -> Database.update(c, "delete from suppression where account_id = ? and recipient = ?", s -> {
                            s.setLong(1, caller.accountId());
                            s.setLong(2, number.getAsLong());
                        }));
        if (deleted == 0) throw new Refusal(Problem.NOT_FOUND, "The number is not suppressed.");
    }
}
