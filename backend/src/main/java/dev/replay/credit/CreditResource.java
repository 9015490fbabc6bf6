package dev.replay.credit;

import dev.replay.account.AuditLog;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Credits")
class CreditResource {
    private static final String PROBLEM = "application/problem+json";
    private static final int LONGEST_NOTE = 200;

    private static final String HOLD = """
            {"id":8,"kind":"hold","available":"-12.5000","reserved":"12.5000","currency":"EUR",
             "campaign":{"id":123,"name":"Spring sale"},"note":"","at":"2026-11-23T09:05:12Z"}""";
    private static final String TOP_UP = """
            {"id":7,"kind":"top-up","available":"100.0000","reserved":"0.0000","currency":"EUR",
             "campaign":null,"note":"invoice 2026-118","at":"2026-11-23T09:00:00Z"}""";

    private final Caller caller;
    private final Credits credits;
    private final AuditLog audit;

    CreditResource(Caller caller, Credits credits, AuditLog audit) {
        this.caller = caller;
        this.credits = credits;
        this.audit = audit;
    }

    /** @param amount decimal string in the account's currency, above zero */
    @Schema(name = "TopUp")
    public record TopUp(
            @Schema(
                    description = "Above zero, at most six places, in the account's currency",
                    required = true,
                    examples = "100.00")
            @Nullable
            String amount,

            @Schema(description = "At most 200 characters", examples = "invoice 2026-118") @Nullable
            String note) {}

    @Schema(name = "LedgerEntryPage")
    public record LedgerEntryPage(
            List<LedgerEntry> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "getCredits", summary = "Read the account's credits")
    @APIResponse(
            responseCode = "200",
            description = "What may be spent, and what launched campaigns hold",
            content =
                    @Content(
                            schema = @Schema(implementation = Credits.BalanceView.class),
                            examples =
                                    @ExampleObject(
                                            name = "credits",
                                            value =
                                                    "{\"available\":\"87.5000\",\"reserved\":\"12.5000\",\"currency\":\"EUR\"}")))
    public Credits.BalanceView getCredits() {
        return credits.balance(caller.accountId(), caller.currency());
    }

    @GET
    @Path("/entries")
    @Requires(Role.VIEWER)
    @Operation(operationId = "listCreditEntries", summary = "List the ledger, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of the ledger; the two sums over all entries are the balance",
            content =
                    @Content(
                            schema = @Schema(implementation = LedgerEntryPage.class),
                            examples =
                                    @ExampleObject(
                                            name = "one page",
                                            value = "{\"items\":[" + HOLD + "," + TOP_UP + "],\"nextCursor\":null}")))
    @APIResponse(
            responseCode = "400",
            description = "invalid-parameter: the limit, the cursor or the campaign has a value that is not allowed",
            content = @Content(mediaType = PROBLEM, examples = @ExampleObject(name = "limit", value = """
                                                    {"type":"/problems/invalid-parameter","title":"A parameter has a value that is not allowed",
                                                     "status":400,"detail":"limit is a number from 1 to 200.","instance":"/v1/credits/entries"}""")))
    public Page<LedgerEntry> listCreditEntries(
            @Parameter(description = "Only entries of this campaign", example = "123")
                    @QueryParam("campaignId")
                    @Nullable
                    Long campaignId,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Items on a page, 1 to 200", example = "50") @QueryParam("limit") @Nullable
                    Integer limit) {
        int items = Limit.of(limit);
        List<LedgerEntry> found = credits.entries(
                caller.accountId(),
                caller.currency(),
                campaignId,
                cursor == null ? Long.MAX_VALUE : Cursor.read(cursor, 1).number(0),
                items + 1);
        return Page.of(found, items, last -> Cursor.of(last.id()));
    }

    @POST
    @Path("/top-ups")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.ADMIN)
    @Idempotent
    @Operation(operationId = "topUpCredits", summary = "Put credits into the account")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TopUp.class),
                            examples =
                                    @ExampleObject(
                                            name = "an invoice",
                                            value = "{\"amount\":\"100.00\",\"note\":\"invoice 2026-118\"}")))
    @APIResponse(
            responseCode = "201",
            description = "The entry in the ledger",
            content =
                    @Content(
                            schema = @Schema(implementation = LedgerEntry.class),
                            examples = @ExampleObject(name = "top-up", value = TOP_UP)))
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: the amount is not a decimal above zero with at most six places, or the note is too long",
            content = @Content(mediaType = PROBLEM, examples = @ExampleObject(name = "nothing", value = """
                                                    {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
                                                     "detail":"A top-up is an amount above zero.","instance":"/v1/credits/top-ups",
                                                     "errors":[{"pointer":"/amount","detail":"A top-up is an amount above zero."}]}""")))
    public Response topUpCredits(@Nullable TopUp topUp) {
        BigDecimal amount = Decimal.parse(topUp == null ? null : topUp.amount(), "/amount", Credits.LARGEST_TOP_UP);
        String note = topUp.note() == null ? "" : topUp.note().strip();
        if (note.length() > LONGEST_NOTE)
            throw Refusal.at(Problem.INVALID_REQUEST, "/note", "A note has at most " + LONGEST_NOTE + " characters.");
        long id = credits.topUp(caller.accountId(), amount, note);
        audit.record(
                caller.accountId(),
                caller.actor(),
                "credits.topped-up",
                "ledger-entry:" + id,
                Map.of("amount", amount.toPlainString()));
        return Response.status(Response.Status.CREATED)
                .entity(credits.entry(caller.accountId(), caller.currency(), id))
                .build();
    }
}
