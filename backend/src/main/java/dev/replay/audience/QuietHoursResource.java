package dev.replay.audience;

import dev.replay.account.AuditLog;
import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
import dev.replay.store.Database;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/quiet-hours")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quiet hours")
class QuietHoursResource {
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d");
    private static final int MOST = 300;

    private final Caller caller;
    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    QuietHoursResource(Caller caller, Database database, AuditLog audit, Clock clock) {
        this.caller = caller;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    @Schema(name = "QuietHours")
    record QuietHoursList(List<@Nullable Item> items) {}

    @Schema(
            name = "QuietHoursOfCountry",
            description = "From a time of day to another, past midnight where it ends before it begins")
    record Item(
            @Schema(description = "ISO 3166-1 alpha-2; null for every country that is not named", examples = "IN")
            @Nullable
            String country,

            @Schema(description = "The first minute that is quiet, HH:MM; null with `to`: none", examples = "21:00")
            @Nullable
            String from,

            @Schema(description = "The first minute that is not, HH:MM", examples = "09:00") @Nullable
            String to) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "getQuietHours", summary = "Tell when recipients are not written to")
    @APIResponse(
            responseCode = "200",
            description = "By country; none where recipients are written to at any hour",
            content =
                    @Content(
                            schema = @Schema(implementation = QuietHoursList.class),
                            examples = @ExampleObject(name = "nights", value = AudienceExamples.QUIET_HOURS)))
    public QuietHoursList getQuietHours() {
        return database.forAccount(caller.accountId(), this::present);
    }

    private QuietHoursList present(Connection c) throws SQLException {
        return new QuietHoursList(Database.list(
                c,
                """
                select nullif(country, ''), to_char(begins, 'HH24:MI'), to_char(ends, 'HH24:MI')
                from quiet_hours where account_id = ? order by country
                """,
                s -> s.setLong(1, caller.accountId()),
                r -> new Item(r.getString(1), r.getString(2), r.getString(3))));
    }

    @PUT
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.ADMIN)
    @Operation(
            operationId = "putQuietHours",
            summary = "Say when recipients are not written to",
            description =
                    "Replaces what was there. The hours are the recipient's own, by the time zone of the number; a number"
                            + " that may be in several zones is quiet while it is quiet in any of them. Whoever is quiet"
                            + " waits, and is written to in the morning. Holds also for campaigns that are being sent,"
                            + " from their next lease on: at most 20,000 messages later, under a pace within seconds.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = QuietHoursList.class),
                            examples = @ExampleObject(name = "nights", value = AudienceExamples.QUIET_HOURS)))
    @APIResponse(
            responseCode = "200",
            description = "The quiet hours as they are now",
            content =
                    @Content(
                            schema = @Schema(implementation = QuietHoursList.class),
                            examples = @ExampleObject(name = "nights", value = AudienceExamples.QUIET_HOURS)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: an unknown country, one named twice, or times that are none",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "no time", value = AudienceExamples.INVALID_QUIET_HOURS)))
    public QuietHoursList putQuietHours(@Nullable QuietHoursList asked) {
        List<Row> rows = rows(asked);
        return database.forAccount(caller.accountId(), c -> {
            replace(c, rows);
            QuietHoursList now = present(c);
            audit.record(
                    caller.accountId(),
                    caller.actor(),
                    "quiet-hours.put",
                    "account:" + caller.accountId(),
                    Map.of("items", now.items));
            return now;
        });
    }

    private record Row(
            String country,
            @Nullable LocalTime begins,
            @Nullable LocalTime ends) {}

    private static List<Row> rows(@Nullable QuietHoursList asked) {
        if (asked == null || asked.items == null || asked.items.size() > MOST)
            throw Refusal.at(Problem.INVALID_REQUEST, "/items", "Quiet hours are a list of at most 300 items.");
        List<Row> rows = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < asked.items.size(); i++) {
            String at = "/items/" + i;
            Item item = asked.items.get(i);
            if (item == null) throw Refusal.at(Problem.INVALID_REQUEST, at, "An item has a country, from and to.");
            if (item.country != null && !PhoneNumbers.knowsRegion(item.country))
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        at + "/country",
                        "A country is two letters of ISO 3166-1, as in IN; null stands for all others.");
            String country = item.country == null ? QuietHours.OTHERS : item.country;
            if (!named.add(country))
                throw Refusal.at(Problem.INVALID_REQUEST, at + "/country", "Each country is named once.");
            LocalTime begins = time(item.from, at + "/from");
            LocalTime ends = time(item.to, at + "/to");
            if ((begins == null) != (ends == null) || begins != null && begins.equals(ends))
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        at + "/to",
                        "Quiet hours begin and end at two times; both null stand for none in that country.");
            rows.add(new Row(country, begins, ends));
        }
        return rows;
    }

    private static @Nullable LocalTime time(@Nullable String text, String pointer) {
        if (text == null) return null;
        try {
            if (TIME.matcher(text).matches()) return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            // As any other text that is no time.
        }
        throw Refusal.at(Problem.INVALID_REQUEST, pointer, "A time of day is 00:00 to 23:59, as in 21:00.");
    }

    private void replace(Connection c, List<Row> rows) throws SQLException {
        Database.update(c, "delete from quiet_hours where account_id = ?", s -> s.setLong(1, caller.accountId()));
        for (Row row : rows)
            Database.update(c, "insert into quiet_hours (account_id, country, begins, ends) values (?, ?, ?, ?)", s -> {
                s.setLong(1, caller.accountId());
                s.setString(2, row.country);
                s.setObject(3, row.begins, Types.TIME);
                s.setObject(4, row.ends, Types.TIME);
            });
        // Who waits for a morning is looked at anew; in the order in which whoever sends again locks them.
        Database.update(c, """
                with asleep as (
                    select l.campaign_id, l.lo
                    from campaign c join lease l on l.campaign_id = c.id
                    where c.account_id = ? and c.status in ('processing', 'paused')
                        and l.owner is null and l.not_before > ?
                    order by l.campaign_id, l.lo for update of l)
                update lease l set not_before = ?
                from asleep a where l.campaign_id = a.campaign_id and l.lo = a.lo
                """, s -> {
            Timestamp now = Timestamp.from(clock.instant());
            s.setLong(1, caller.accountId());
            s.setTimestamp(2, now);
            s.setTimestamp(3, now);
        });
    }
}
