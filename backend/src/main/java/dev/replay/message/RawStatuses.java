package dev.replay.message;

import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What carriers said, word for word, as small numbers: distinct pairs of stat and err are few, rows are many. */
@ApplicationScoped
public class RawStatuses {
    // smallint less a margin; a carrier that invents a new word for each message does not get more.
    private static final int MOST = 30_000;
    private static final int LONGEST = 64;

    private record Said(String stat, String err) {}

    private final Database database;
    private final Map<Said, Short> known = new ConcurrentHashMap<>();

    RawStatuses(Database database) {
        this.database = database;
    }

    /**
     * The id of what was said; 0 when nothing was, or when there are too many already. Commits on its own, so that ids are
     * known before the batch that needs them.
     */
    public short idOf(String stat, String err) {
        var said = new Said(cut(stat), cut(err));
        if (said.stat.isEmpty() && said.err.isEmpty()) return 0;
        Short id = known.get(said);
        if (id != null) return id;
        short found = database.asEngine(c -> lookUp(c, said));
        // One that is new is known to all from here on, whatever becomes of the transaction that wants it.
        if (found == 0) found = database.apart(c -> find(c, said));
        if (found != 0) known.put(said, found);
        return found;
    }

    private static short find(Connection c, Said said) throws SQLException {
        var found = lookUp(c, said);
        if (found != 0) return found;
        Database.list(c, "select pg_advisory_xact_lock(hashtext('raw_status'))", s -> {}, r -> 0);
        Database.update(c, """
                insert into raw_status (id, stat, err)
                select max(id) + 1, ?, ? from raw_status having max(id) < ?
                on conflict on constraint raw_status_uq do nothing
                """, s -> {
            s.setString(1, said.stat);
            s.setString(2, said.err);
            s.setInt(3, MOST);
        });
        return lookUp(c, said);
    }

    private static short lookUp(Connection c, Said said) throws SQLException {
        return Database.first(
                        c,
                        "select id from raw_status where stat = ? and err = ?",
                        s -> {
                            s.setString(1, said.stat);
                            s.setString(2, said.err);
                        },
                        r -> r.getShort(1))
                .orElse((short) 0);
    }

    private static String cut(String word) {
        String clean = word.replace("\0", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }
}
