package dev.replay.credit;

import dev.replay.account.Money;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an account pays for one segment, by route and country, in its currency. */
@ApplicationScoped
public class Prices {
    /** Of one route: unit price by country (ISO 3166-1 alpha-2). */
    public Map<String, BigDecimal> of(Connection c, long accountId, String route) throws SQLException {
        Map<String, BigDecimal> prices = new HashMap<>();
        Database.list(
                c,
                "SELECT country, unit_price FROM price WHERE account_id = ? AND route = ?",
                s -> {
                    s.setLong(1, accountId);
                    s.setString(2, route);
                },
                row -> prices.put(row.getString(1), row.getBigDecimal(2)));
        return prices;
    }

    /** One account's prices in the order of route and country, after the given pair. */
    List<Price> page(Connection c, long accountId, String currency, String afterRoute, String afterCountry, int limit)
            throws SQLException {
        return Database.list(
                c,
                """
                SELECT route, country, unit_price FROM price
                WHERE account_id = ? AND (route, country) > (?, ?) ORDER BY route, country LIMIT ?""",
                s -> {
                    s.setLong(1, accountId);
                    s.setString(2, afterRoute);
                    s.setString(3, afterCountry);
                    s.setInt(4, limit);
                },
                row -> new Price(row.getString(1), row.getString(2), Money.of(row.getBigDecimal(3), currency)));
    }

    /** Sets or replaces a price; drafts estimated before are stale where it differs, launched campaigns keep theirs. */
    public void put(Connection c, long accountId, String route, String country, BigDecimal unitPrice)
            throws SQLException {
        Database.update(c, """
                INSERT INTO price (account_id, route, country, unit_price) VALUES (?, ?, ?, ?)
                ON CONFLICT (account_id, route, country) DO UPDATE SET unit_price = excluded.unit_price""", s -> {
            s.setLong(1, accountId);
            s.setString(2, route);
            s.setString(3, country);
            s.setBigDecimal(4, unitPrice);
        });
    }

    /** @return whether there was one */
    boolean delete(Connection c, long accountId, String route, String country) throws SQLException {
        return Database.update(c, "DELETE FROM price WHERE account_id = ? AND route = ? AND country = ?", s -> {
                    s.setLong(1, accountId);
                    s.setString(2, route);
                    s.setString(3, country);
                })
                == 1;
    }
}
