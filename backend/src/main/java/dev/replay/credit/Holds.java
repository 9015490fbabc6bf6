package dev.replay.credit;

import dev.replay.account.Money;
import dev.replay.campaign.Campaign;
import dev.replay.credit.Ledger.Kind;
import dev.replay.credit.Ledger.Movement;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/**
 * The money a launched campaign may still spend. Rows are locked in the order campaign, hold, balance everywhere; both
 * verbs join the caller's transaction.
 */
@ApplicationScoped
public class Holds {
    private final Clock clock;

    Holds(Clock clock) {
        this.clock = clock;
    }

    /** What an account may spend now, in its currency. */
    public BigDecimal available(Connection c, long accountId) throws SQLException {
        return Ledger.Balance.of(c, accountId).available();
    }

    /**
     * Reserves the whole amount for a campaign.
     *
     * @param currency of the account, for the sentence of a refusal
     * @throws Refusal insufficient-credits with `shortfall` and `available`; state-conflict where the campaign holds already
     */
    public void hold(Connection c, Campaign campaign, BigDecimal amount, String currency) throws SQLException {
        // A campaign that was unscheduled has a released hold, of which nothing was ever posted.
        int taken = Database.update(c, """
                INSERT INTO hold (campaign_id, account_id, amount) VALUES (?, ?, ?)
                ON CONFLICT (campaign_id) DO UPDATE SET amount = excluded.amount, released = false WHERE hold.released""", s -> {
            s.setLong(1, campaign.id);
            s.setLong(2, campaign.accountId);
            s.setBigDecimal(3, amount);
        });
        if (taken == 0)
            throw new Refusal(Problem.STATE_CONFLICT, "Credits are held for campaign " + campaign.id + " already.");
        reserve(c, campaign, amount, currency);
    }

    /**
     * For messages that go out once more: what the campaign has come to cost, they among it, is held until it ends again.
     * What was charged for them stays charged and becomes theirs to spend; only what is still due must be available.
     *
     * @throws Refusal insufficient-credits, as above
     */
    public void reopen(Connection c, Campaign campaign, String currency) throws SQLException {
        record Held(BigDecimal amount, boolean released, BigDecimal posted, BigDecimal cost) {}
        Database.first(
                c,
                "SELECT campaign_id FROM hold WHERE campaign_id = ? FOR UPDATE",
                s -> s.setLong(1, campaign.id),
                row -> row.getLong(1));
        // A statement of its own after the lock, as the poster's.
        Held held = Database.first(
                        c,
                        "SELECT h.amount, h.released, h.posted, " + Poster.COST
                                + " FROM hold h WHERE h.campaign_id = ?",
                        s -> s.setLong(1, campaign.id),
                        row -> new Held(
                                row.getBigDecimal(1), row.getBoolean(2), row.getBigDecimal(3), row.getBigDecimal(4)))
                .orElseThrow();
        BigDecimal present = held.released ? held.posted : held.amount;
        BigDecimal amount = present.max(held.cost);
        Database.update(c, "UPDATE hold SET amount = ?, released = false WHERE campaign_id = ?", s -> {
            s.setBigDecimal(1, amount);
            s.setLong(2, campaign.id);
        });
        reserve(c, campaign, amount.subtract(present), currency);
    }

    private void reserve(Connection c, Campaign campaign, BigDecimal amount, String currency) throws SQLException {
        if (amount.signum() == 0) return;
        var held = Ledger.move(
                c,
                new Movement(campaign.accountId, campaign.id, Kind.HOLD, amount.negate(), amount, "", clock.instant()));
        if (held.isPresent()) return;
        BigDecimal available = available(c, campaign.accountId);
        Money shortfall = Money.of(amount.subtract(available).max(BigDecimal.ZERO), currency);
        throw new Refusal(
                        Problem.INSUFFICIENT_CREDITS,
                        "The campaign costs %s %s and %s %s are available: %s %s are missing."
                                .formatted(
                                        Money.of(amount, currency).amount(),
                                        currency,
                                        Money.of(available, currency).amount(),
                                        currency,
                                        shortfall.amount(),
                                        currency))
                .with("shortfall", shortfall)
                .with("available", Money.of(available, currency));
    }

    /** Gives back what is left of a campaign's hold. Exactly one of any number of calls does; the others find it done. */
    public void release(Connection c, long campaignId) throws SQLException {
        record Rest(long accountId, BigDecimal amount) {}
        var rest = Database.first(
                c, """
                UPDATE hold SET released = true WHERE campaign_id = ? AND NOT released
                RETURNING account_id, amount - posted""", s -> s.setLong(1, campaignId), row -> new Rest(row.getLong(1), row.getBigDecimal(2)));
        if (rest.isEmpty() || rest.get().amount.signum() == 0) return;
        Ledger.move(
                        c,
                        new Movement(
                                rest.get().accountId,
                                campaignId,
                                Kind.RELEASE,
                                rest.get().amount,
                                rest.get().amount.negate(),
                                "",
                                clock.instant()))
                .orElseThrow(
                        () -> new IllegalStateException("less is reserved than campaign " + campaignId + " holds"));
    }
}
