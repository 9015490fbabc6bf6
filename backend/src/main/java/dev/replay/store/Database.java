package dev.replay.store;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs work in a transaction, on its connection. The transaction is the caller's where there is one (Panache and these
 * statements then commit together), else one of its own. Every transaction is opened here, by one of two verbs: for an
 * account, or as the engine; a statement of an account names the account in its WHERE.
 */
@ApplicationScoped
public class Database {
    private final DataSource source;

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

    /** As the engine: dispatch, receipts, sweeps. @throws StoreException as above */
    public <T> T asEngine(Work<T> work) {
        return transact(work);
    }

    private <T> T transact(Work<T> work) {
        return QuarkusTransaction.joiningExisting().call(() -> run(work));
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
