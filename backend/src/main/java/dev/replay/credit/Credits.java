package dev.replay.credit;

import dev.replay.account.Money;
import dev.replay.credit.Ledger.Kind;
import dev.replay.credit.Ledger.Movement;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account's balance and ledger, and money coming in. */
@ApplicationScoped
public class Credits {
    /** Far from the column's limit, so that no sum of top-ups reaches it by a slip of the keyboard. */
    static final BigDecimal LARGEST_TOP_UP = new BigDecimal("1000000000");

    private static final String ENTRY = """
            SELECT e.id, e.kind, e.available, e.reserved, e.campaign_id, c.name, e.note, e.at
            FROM ledger_entry e LEFT JOIN campaign c ON c.id = e.campaign_id
            WHERE e.account_id = ?\s""";

    private final Database database;
    private final Clock clock;

    Credits(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Schema(name = "Credits", description = "Decimal strings in the account's currency")
    record BalanceView(
            @Schema(description = "What new campaigns may spend", examples = "87.5000")
            String available,

            @Schema(description = "What launched campaigns may still spend", examples = "12.5000")
            String reserved,

            @Schema(examples = "EUR") String currency) {}

    BalanceView balance(long accountId, String currency) {
        return database.forAccount(accountId, c -> {
            var balance = Ledger.Balance.of(c, accountId);
            return new BalanceView(
                    Money.of(balance.available(), currency).amount(),
                    Money.of(balance.reserved(), currency).amount(),
                    currency);
        });
    }

    /**
     * Newest first.
     *
     * @param before id of the last entry of the page before
     * @param limit rows at most; one more than is shown tells whether there is a next page
     */
    List<LedgerEntry> entries(long accountId, String currency, @Nullable Long campaignId, long before, int limit) {
        String campaign = campaignId == null ? "" : "AND e.campaign_id = ? ";
        return database.forAccount(
                accountId,
                c -> Database.list(
                        c,
                        ENTRY + campaign + "AND e.id < ? ORDER BY e.id DESC LIMIT ?",
                        s -> {
                            int at = 1;
                            s.setLong(at++, accountId);
                            if (campaignId != null) s.setLong(at++, campaignId);
                            s.setLong(at++, before);
                            s.setInt(at, limit);
                        },
                        row -> entry(row, currency)));
    }

    /**
     * Puts money into an account.
     *
     * @throws Refusal invalid-request when it is not above zero
     */
    public long topUp(long accountId, BigDecimal amount, String note) {
        if (amount.signum() <= 0)
            throw Refusal.at(Problem.INVALID_REQUEST, "/amount", "A top-up is an amount above zero.");
        return database.forAccount(accountId, c -> {
            Database.update(
                    c,
                    "INSERT INTO balance (account_id, available, reserved) VALUES (?, 0, 0) ON CONFLICT DO NOTHING",
                    s -> s.setLong(1, accountId));
            return Ledger.move(
                            c,
                            new Movement(accountId, null, Kind.TOP_UP, amount, BigDecimal.ZERO, note, clock.instant()))
                    .orElseThrow();
        });
    }

    LedgerEntry entry(long accountId, String currency, long id) {
        return database.forAccount(
                accountId,
                c -> Database.first(
                                c,
                                ENTRY + "AND e.id = ?",
                                s -> {
                                    s.setLong(1, accountId);
                                    s.setLong(2, id);
                                },
                                row -> entry(row, currency))
                        .orElseThrow());
    }

    private static LedgerEntry entry(ResultSet row, String currency) throws SQLException {
        Long campaignId = row.getObject(5, Long.class);
        return new LedgerEntry(
                row.getLong(1),
                row.getString(2),
                Money.of(row.getBigDecimal(3), currency).amount(),
                Money.of(row.getBigDecimal(4), currency).amount(),
                currency,
                campaignId == null ? null : new LedgerEntry.CampaignName(campaignId, row.getString(6)),
                row.getString(7),
                row.getTimestamp(8).toInstant());
    }
}
