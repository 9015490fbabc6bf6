package dev.replay.boot;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** The way into a database. */
record DatabaseAccess(String jdbcUrl, String username, String password) {
    /** The one who asks closes it. */
    Connection connect() throws SQLException {
        // Not by DriverManager, which does not see drivers of the packaged application's class loader.
        var database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser(username);
        database.setPassword(password);
        return database.getConnection();
    }
}
