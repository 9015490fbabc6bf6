package dev.replay.alert;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts", description = "What needs somebody's attention")
class AlertResource {
    private static final String IN_DOUBT = "messages-in-doubt";

    private static final String EXAMPLE = """
            {"items":[
             {"id":"carrier-refuses:acme","alert":"carrier-refuses","severity":"critical","since":"2026-11-23T09:04:50Z",
              "title":"Carrier acme refuses our bind",
              "detail":"It says: ESME_RINVPASWD (0x0E): password is wrong. Check the system id, the password and the system type of its configuration, and whether it allows this many connections.",
              "carrier":"acme","campaignId":null},
             {"id":"messages-in-doubt:123","alert":"messages-in-doubt","severity":"warning","since":"2026-11-23T09:01:12Z",
              "title":"3 messages of campaign 123 are in doubt",
              "detail":"They were written to the carrier and no answer came. A late answer or a receipt settles them; what stays can be decided by hand.",
              "carrier":null,"campaignId":123}]}""";

    // Renewed every five seconds by each process that still sees it.
    private static final String OF_CARRIERS = """
            select kind, subject, min(since) as since, max(detail) as detail, extract(epoch from max(seen_at - since))::bigint as lasting
            from alert where seen_at > now() - interval '20 seconds'
            group by kind, subject
            """;

    private static final String OF_THE_ACCOUNT = """
            select c.id, sum(t.count),
                coalesce((select min(l.lost_at) from lost_lease l where l.campaign_id = c.id), c.submitted_at)
            from campaign c join tally t on t.campaign_id = c.id and t.status = ? and t.sub_status = ?
            where c.account_id = ? and c.submitted_at > now() - interval '30 days'
            group by c.id having sum(t.count) > 0
            """;

    private final Caller caller;
    private final Database database;

    AlertResource(Caller caller, Database database) {
        this.caller = caller;
        this.database = database;
    }

    @Schema(name = "AlertList")
    public record AlertList(List<Alert> items) {}

    @Schema(name = "Alert")
    public record Alert(
            @Schema(description = "The same as long as it lasts")
            String id,

            @Schema(
                    enumeration = {
                        "carrier-refuses",
                        "carrier-away",
                        "carrier-fails",
                        "receipts-late",
                        "connection-down",
                        "messages-in-doubt"
                    })
            String alert,

            @Schema(enumeration = {"critical", "warning"}) String severity,

            @Schema(description = "When it began") Instant since,
            String title,

            @Schema(description = "What happens meanwhile, and what to do")
            String detail,

            @Nullable String carrier,
            @Nullable Long campaignId) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "listAlerts",
            summary = "List what needs attention now",
            description =
                    "Carriers are those of the installation, as all of its processes see them; campaigns are the account's"
                            + " of the last 30 days. The worst first, among equals the newest. What is over is not in the list any"
                            + " more.")
    @APIResponse(
            responseCode = "200",
            description = "All of them; empty when all is well",
            content =
                    @Content(
                            schema = @Schema(implementation = AlertList.class),
                            examples = @ExampleObject(name = "two", value = EXAMPLE)))
    public AlertList listAlerts() {
        List<Alert> alerts = new ArrayList<>(database.asEngine(AlertResource::ofCarriers));
        alerts.addAll(database.forAccount(caller.accountId(), this::ofCampaigns));
        alerts.sort(Comparator.comparing(Alert::severity)
                .thenComparing(Comparator.comparing(Alert::since).reversed())
                .thenComparing(Alert::id));
        return new AlertList(alerts);
    }

    private static List<Alert> ofCarriers(Connection c) throws SQLException {
        record Lasting(Duration time, Kind kind, Alert alert) {}
        return Database.list(c, OF_CARRIERS, s -> {}, r -> {
                    Kind kind = Kind.of(r.getString("kind"));
                    String carrier = r.getString("subject");
                    return new Lasting(
                            Duration.ofSeconds(r.getLong("lasting")),
                            kind,
                            new Alert(
                                    kind.word() + ":" + carrier,
                                    kind.word(),
                                    kind.severity().word(),
                                    r.getTimestamp("since").toInstant(),
                                    kind.title(carrier),
                                    r.getString("detail"),
                                    carrier,
                                    null));
                })
                .stream()
                .filter(found -> found.time.compareTo(found.kind.patience()) >= 0)
                .map(Lasting::alert)
                .toList();
    }

    private List<Alert> ofCampaigns(Connection c) throws SQLException {
        return Database.list(
                c,
                OF_THE_ACCOUNT,
                s -> {
                    s.setShort(1, Status.SENT.id());
                    s.setShort(2, SubStatuses.SUBMIT_UNCONFIRMED);
                    s.setLong(3, caller.accountId());
                },
                r -> {
                    long campaign = r.getLong(1);
                    long messages = r.getLong(2);
                    return new Alert(
                            IN_DOUBT + ":" + campaign,
                            IN_DOUBT,
                            Kind.Severity.WARNING.word(),
                            r.getTimestamp(3).toInstant(),
                            messages == 1
                                    ? "1 message of campaign %d is in doubt".formatted(campaign)
                                    : "%,d messages of campaign %d are in doubt".formatted(messages, campaign),
                            "They were written to the carrier and no answer came. A late answer or a receipt settles them;"
                                    + " what stays can be decided by hand.",
                            null,
                            campaign);
                });
    }
}
