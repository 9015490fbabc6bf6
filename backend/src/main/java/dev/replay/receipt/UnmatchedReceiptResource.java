package dev.replay.receipt;

import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whose a receipt is that has no message, nobody knows: no account sees it, only who runs the installation. */
@Path("/v1/unmatched-receipts")
@Produces(MediaType.APPLICATION_JSON)
@Requires(value = Role.ADMIN, operator = true)
@Tag(name = "Carriers", description = "Who carries the messages")
class UnmatchedReceiptResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}");

    /** In microseconds; the year 9999, for there is nothing after the first page's end. */
    private static final long LATEST = 253_402_300_799_000_000L;

    private static final String EXAMPLE = """
            {"items":[
             {"receivedAt":"2026-11-23T09:05:12Z","carrier":"acme","carrierMessageId":"9F3A-000017",
              "recipient":"919812345678","stat":"DELIVRD","err":"000"},
             {"receivedAt":"2026-11-23T09:05:11Z","carrier":"acme","carrierMessageId":"9F3A-000016",
              "recipient":null,"stat":"UNDELIV","err":"027"}],"nextCursor":null}""";

    // A carrier whose every id is unknown leaves millions. The index has them by time, and only those of one instant,
    // at most a batch, are put in order; but statistics from before they came make PostgreSQL sort all of them
    // (1,000,000: 2.4 s, so 20 ms). Those of a carrier are picked from those of all: behind 1,000,000 of others within
    // a second.
    private static final String BY_INDEX = "select set_config('enable_sort', 'off', true)";

    // The inbox has no key. Two that have the same print came at the same instant and say the same, word for word.
    private static final String PAGE = """
            select r.received_at, k.name as carrier, r.carrier_message_id, r.recipient, r.stat, r.err, r.print
            from (
                select i.received_at, i.carrier_id, i.carrier_message_id, i.recipient, i.stat, i.err, p.print
                from receipt_inbox i
                cross join lateral (select hashtextextended(
                    concat_ws(' ', i.carrier_id, i.recipient, i.carrier_message_id, i.raw), 0) as print) p
                where i.campaign_id is null and i.received_at <= ? and (i.received_at < ? or p.print > ?)
                    and (? = '' or i.carrier_id = (select id from carrier where name = ?))
                order by i.received_at desc, p.print
                limit ?) r
            join carrier k on k.id = r.carrier_id
            order by r.received_at desc, r.print
            """;

    private final Database database;

    UnmatchedReceiptResource(Database database) {
        this.database = database;
    }

    @Schema(name = "UnmatchedReceiptPage")
    public record UnmatchedReceiptPage(
            List<UnmatchedReceipt> items, @Nullable String nextCursor) {}

    private record Printed(UnmatchedReceipt receipt, long print) {
        String cursor() {
            return Cursor.of(ChronoUnit.MICROS.between(Instant.EPOCH, receipt.receivedAt()), print);
        }
    }

    @GET
    @Operation(
            operationId = "listUnmatchedReceipts",
            summary = "List receipts whose message nobody knows, newest first",
            description =
                    "They are kept for 90 days and leave the list when their message appears. A few are of messages whose"
                            + " answer is still to come. When all of a carrier's come here, it writes its ids otherwise than in"
                            + " its answers.")
    @APIResponse(
            responseCode = "200",
            description = "A page of receipts; empty when each has its message",
            content =
                    @Content(
                            schema = @Schema(implementation = UnmatchedReceiptPage.class),
                            examples = @ExampleObject(name = "two of one carrier", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: carrier, cursor or limit")
    public Page<UnmatchedReceipt> listUnmatchedReceipts(
            @Parameter(description = "Only those that this one brought", example = "acme")
                    @QueryParam("carrier")
                    @Nullable
                    String carrier,
            @Parameter(description = "`nextCursor` of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        if (carrier != null && !NAME.matcher(carrier).matches())
            throw new Refusal(
                            Problem.INVALID_PARAMETER, "A carrier's name is at most 32 lower-case letters and digits.")
                    .with("parameter", "carrier");
        Cursor after = cursor == null ? null : Cursor.read(cursor, 2);
        long micros = after == null ? LATEST : Math.clamp(after.number(0), 0, LATEST);
        long print = after == null ? Long.MIN_VALUE : after.number(1);
        List<Printed> found = database.asEngine(c -> page(
                c, carrier == null ? "" : carrier, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), print, wanted + 1));
        Page<Printed> page = Page.of(found, wanted, Printed::cursor);
        return new Page<>(page.items().stream().map(Printed::receipt).toList(), page.nextCursor());
    }

    private static List<Printed> page(Connection c, String carrier, Instant upTo, long print, int most)
            throws SQLException {
        Database.list(c, BY_INDEX, s -> {}, r -> 0);
        return Database.list(
                c,
                PAGE,
                s -> {
                    s.setTimestamp(1, Timestamp.from(upTo));
                    s.setTimestamp(2, Timestamp.from(upTo));
                    s.setLong(3, print);
                    s.setString(4, carrier);
                    s.setString(5, carrier);
                    s.setInt(6, most);
                },
                r -> new Printed(UnmatchedReceipt.of(r), r.getLong("print")));
    }
}
