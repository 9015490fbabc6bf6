package dev.replay.audience;

import dev.replay.campaign.Campaign;
import dev.replay.campaign.Events;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.BinaryCopy;
import dev.replay.store.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Puts a list of recipients in the place of a draft's: spooled, then parsed with no transaction open, then stored as a
 * whole by one transaction of two COPYs. Until that commits, the draft is as it was.
 */
@ApplicationScoped
public class RecipientImport {

    /** Two million rows, the old and the new, take some ten seconds; the container's 60 would be tight on a busy machine. */
    private static final int STORE_SECONDS = 600;

    private final Database database;
    private final Uploads uploads;

    RecipientImport(Database database, Uploads uploads) {
        this.database = database;
        this.uploads = uploads;
    }

    public enum Format {
        CSV,
        JSON
    }

    /** received = accepted + duplicates + rejected; the suppressed are among the accepted. */
    @Schema(name = "RecipientImport")
    public record Result(
            int received,
            int accepted,

            @Schema(description = "Of the accepted: opted out or blocked, and not sent to")
            int suppressed,

            @Schema(description = "Numbers that the list had before")
            int duplicates,

            int rejected,
            @Schema(description = "The first 100") List<ParsedAudience.Rejection> rejections) {}

    /**
     * @param defaultRegion ISO 3166-1 alpha-2 of national numbers
     * @throws IOException when the disk takes no more
     * @throws Refusal as the draft or the list gives reason, or when the upload breaks off; nothing is changed then
     */
    public Result replace(
            long accountId, long campaignId, Format format, @Nullable String defaultRegion, InputStream upload)
            throws IOException {
        database.forAccount(accountId, c -> {
            requireOpen(Campaign.of(accountId, campaignId));
            return null;
        });
        try (Uploads.Spool spool = uploads.receive(upload);
                ParsedAudience audience = new ParsedAudience(accountId, campaignId, defaultRegion, uploads)) {
            switch (format) {
                case CSV -> RecipientCsv.read(spool.path(), audience);
                case JSON -> RecipientJson.read(spool.path(), audience);
            }
            audience.finish();
            int suppressed = QuarkusTransaction.requiringNew()
                    .timeout(STORE_SECONDS)
                    .call(() -> database.forAccount(accountId, c -> store(c, accountId, campaignId, audience)));
            Events.happened(
                    "recipients.imported",
                    campaignId,
                    "received",
                    audience.received(),
                    "accepted",
                    audience.accepted(),
                    "suppressed",
                    suppressed,
                    "duplicates",
                    audience.duplicates(),
                    "rejected",
                    audience.rejections());
            return new Result(
                    audience.received(),
                    audience.accepted(),
                    suppressed,
                    audience.duplicates(),
                    audience.rejections(),
                    audience.firstRejections());
        }
    }

    private static void requireOpen(Campaign campaign) {
        campaign.requireDraft("given recipients");
        if (campaign.replayOf != null)
            throw new Refusal(
                    Problem.LOCKED_BY_REPLAY, "The recipients of a replay were chosen from its original and stay.");
    }

    /** @return how many of the stored are suppressed */
    private static int store(Connection c, long accountId, long campaignId, ParsedAudience audience)
            throws SQLException {
        // Two imports of one draft follow each other; so do an import and a launch.
        Campaign campaign = Campaign.locked(accountId, campaignId);
        requireOpen(campaign);
        Database.first(c, "select make_message_partition(?)", s -> s.setLong(1, campaignId), row -> true);
        for (String table : new String[] {"message", "tally", "rejection"})
            Database.update(c, "delete from " + table + " where campaign_id = ?", s -> s.setLong(1, campaignId));
        copy(c, "message (campaign_id, account_id, recipient, id, country, variables)", audience.messageFile());
        copy(c, "rejection (campaign_id, account_id, line, value, reason)", audience.rejectionFile());
        tally(c, campaignId, audience.countries());
        campaign.recipients = audience.accepted();
        campaign.variableNames = audience.variables();
        campaign.contentChanged();
        return suppressed(c, accountId, campaignId);
    }

    private static void copy(Connection c, String into, Uploads.Spool rows) throws SQLException {
        try (InputStream in = Files.newInputStream(rows.path())) {
            BinaryCopy.copy(c, into, in);
        } catch (IOException e) {
            throw new UncheckedIOException("the spooled recipients cannot be read", e);
        }
    }

    private static void tally(Connection c, long campaignId, Map<String, int[]> countries) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("""
                insert into tally (campaign_id, shard, status, sub_status, segments, country, count)
                values (?, 0, 0, 0, 0, ?, ?)
                """)) {
            for (Map.Entry<String, int[]> country : countries.entrySet()) {
                s.setLong(1, campaignId);
                s.setString(2, country.getKey());
                s.setLong(3, country.getValue()[0]);
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    private static int suppressed(Connection c, long accountId, long campaignId) throws SQLException {
        return Database.first(
                        c,
                        """
                        select count(*)
                        from message m
                        join suppression s on s.account_id = m.account_id and s.recipient = m.recipient
                        where m.campaign_id = ? and s.account_id = ?
                        """,
                        s -> {
                            s.setLong(1, campaignId);
                            s.setLong(2, accountId);
                        },
                        row -> row.getInt(1))
                .orElseThrow();
    }
}
