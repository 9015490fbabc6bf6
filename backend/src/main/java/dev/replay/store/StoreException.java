package dev.replay.store;

import java.sql.SQLException;

/** PostgreSQL refused a statement, or could not be reached. */
public final class StoreException extends RuntimeException {
    /** SQLSTATE of a commit of which nobody knows whether it was one: transaction resolution unknown. */
    public static final String COMMIT_IN_DOUBT = "08007";

    public StoreException(SQLException cause) {
        super(cause);
    }

    /** Nobody answered (connection lost, no connection to be had, server shutting down): asking again later may help. */
    public boolean unavailable() {
        return unavailable((SQLException) getCause());
    }

    /** Two transactions waited for each other and this one was chosen to give way: at once again it goes through. */
    public boolean collided() {
        return "40P01".equals(((SQLException) getCause()).getSQLState());
    }

    /** Somebody else held what was asked for, longer than the asking was allowed to wait. */
    public boolean lockTimedOut() {
        return "55P03".equals(((SQLException) getCause()).getSQLState());
    }

    public static boolean unavailable(SQLException e) {
        String state = e.getSQLState();
        // 08: connection; 57P01–57P03: shutdown, crash, starting; 53: out of resources; none: the pool's own time-out.
        return state == null || state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53");
    }
}
