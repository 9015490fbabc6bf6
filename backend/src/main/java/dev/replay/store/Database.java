package dev.replay.store;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.narayana.jta.TransactionRunnerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Runs work in a transaction, on its connection. The transaction is the caller's where there is one (Panache and these
 * statements then commit together), else one of its own. Every transaction is opened here, by one of two verbs: for an
 * account, or as the engine; a statement of an account names the account in its WHERE.
 */
@ApplicationScoped
public class Database {
    private static final long LONGEST_TURN_MILLIS = 100;
    /** Classes of SQLSTATE: data exceptions, broken constraints, transactions that were rolled back. */
    private static final Set<String> REFUSED = Set.of("22", "23", "40");

    private final DataSource source;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors() + 1, true);

    public Database(DataSource source) {
        this.source = source;
    }

    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    public interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    public interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** For an account. @throws StoreException when PostgreSQL refuses or is away; the transaction is rolled back */
    public <T> T forAccount(long accountId, Work<T> work) {
        return transact(work);
    }

    /**
     * Reads for an account. Each statement sees what is committed when it begins, as it would in a transaction too; without
     * one of its own it costs a round trip less.
     *
     * @throws StoreException as above
     */
    public <T> T readForAccount(long accountId, Work<T> work) {
        return run(work);
    }

    /** Reads as the engine, in the same way. @throws StoreException as above */
    public <T> T readAsEngine(Work<T> work) {
        return run(work);
    }

    /**
     * As the engine, a batch of many rows: no more of them at once than the machine has processors, and one. Where PostgreSQL
     * is on the same machine, more of them finish no sooner and stand in the way of whoever waits for an answer. One that
     * would wait long goes on all the same: a batch may be stuck behind a lock.
     *
     * @throws StoreException as above
     */
    public <T> T asEngineInTurn(Work<T> work) {
        boolean ours = inTurn();
        try {
            return transact(work);
        } finally {
            if (ours) turns.release();
        }
    }

    /** As the engine: dispatch, receipts, sweeps. @throws StoreException as above */
    public <T> T asEngine(Work<T> work) {
        return transact(work);
    }

    /**
     * As the engine, committed by itself whatever becomes of the caller's transaction. It takes a second connection: for what
     * happens rarely. @throws StoreException as above
     */
    public <T> T apart(Work<T> work) {
        return transact(QuarkusTransaction.requiringNew(), work);
    }

    private boolean inTurn() {
        try {
            return turns.tryAcquire(LONGEST_TURN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Shutting down: what was heard is still written down.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T transact(Work<T> work) {
        return transact(QuarkusTransaction.joiningExisting(), work);
    }

    private <T> T transact(TransactionRunnerOptions transaction, Work<T> work) {
        try {
            return transaction.call(() -> run(work));
        } catch (QuarkusTransactionException e) {
            // It is no word of the database's.
            if (e.getCause() instanceof Error error) throw new IllegalStateException("the work failed", error);
            throw new StoreException(failedCommit(e));
        }
    }

    /** What the data were refused for is known, and nothing of them kept; any other end of a commit leaves it open. */
    private static SQLException failedCommit(QuarkusTransactionException e) {
        for (Throwable t = e; t != null; t = t.getCause())
            if (t instanceof SQLException of && REFUSED.contains(stateClass(of))) return of;
        return new SQLException("the commit failed", StoreException.COMMIT_IN_DOUBT, e);
    }

    private static String stateClass(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    public static <T> List<T> list(Connection c, String sql, Binder binder, Row<T> row) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            binder.bind(s);
            try (ResultSet rows = s.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) found.add(row.map(rows));
                return found;
            }
        }
    }

    public static <T> Optional<T> first(Connection c, String sql, Binder binder, Row<T> row) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            binder.bind(s);
            try (ResultSet rows = s.executeQuery()) {
                return rows.next() ? Optional.of(row.map(rows)) : Optional.empty();
            }
        }
    }

    /** Runs one statement. @return rows it changed */
    public static int update(Connection c, String sql, Binder binder) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            binder.bind(s);
            return s.executeUpdate();
        }
    }
}
