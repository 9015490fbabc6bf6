package dev.replay.status;

import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sub-statuses, kept in memory. Rows are only ever added, by any process; so what is known here stays true, and what is
 * unknown is looked up before it is called so.
 */
@ApplicationScoped
public class Catalogue {
    /** How many codes of its own a carrier may bring: one that puts ids into its codes must not fill the table. */
    public static final int CODES_PER_CARRIER = 500;

    static final short FIRST_OF_CARRIERS = 1000;
    private static final int MAX_CODE_LENGTH = 64;

    private final Database database;
    private volatile @Nullable Known known;
    // A full carrier stays full: its unknown codes need no further look-up.
    private final Set<Short> fullCarriers = ConcurrentHashMap.newKeySet();

    Catalogue(Database database) {
        this.database = database;
    }

    private static final class Known {
        final List<SubStatus> all;
        final Map<Integer, SubStatus> byId = new HashMap<>();
        final Map<Status, Map<String, SubStatus>> byCode = new EnumMap<>(Status.class);

        Known(List<Row> rows) {
            all = rows.stream().map(Row::subStatus).toList();
            for (Status status : Status.values()) byCode.put(status, new HashMap<>());
            for (SubStatus subStatus : all) {
                byId.put((int) subStatus.id(), subStatus);
                Map<String, SubStatus> codes = byCode.get(subStatus.status());
                codes.put(subStatus.code(), subStatus);
                codes.putIfAbsent(Spelling.of(subStatus.code()), subStatus);
            }
            for (Row row : rows) {
                if (row.alias() == null) continue;
                byCode.get(row.subStatus().status()).putIfAbsent(Spelling.of(row.alias()), row.subStatus());
            }
        }

        @Nullable
        SubStatus find(Status status, String code) {
            Map<String, SubStatus> codes = byCode.get(status);
            // Receipts come by the thousand with codes to the letter.
            SubStatus exact = codes.get(code);
            return exact != null ? exact : codes.get(Spelling.of(code));
        }
    }

    private record Row(SubStatus subStatus, @Nullable String alias) {}

    /** @throws NoSuchElementException when no row has the id, as {@link SubStatuses#NONE} has none */
    public SubStatus byId(int id) {
        SubStatus found = known().byId.get(id);
        if (found == null) found = refresh().byId.get(id);
        if (found == null) throw new NoSuchElementException("no sub-status has the id " + id);
        return found;
    }

    /** The code in any spelling: case, blanks, dashes and underscores mean nothing. */
    public Optional<SubStatus> find(Status status, String code) {
        SubStatus found = known().find(status, code);
        return Optional.ofNullable(found != null ? found : refresh().find(status, code));
    }

    /** All of them as they are in the table now, by id. */
    public List<SubStatus> all() {
        return refresh().all;
    }

    /**
     * The sub-status of a code that a carrier reported; an unknown one is added. Where it cannot be a code, or the carrier
     * has brought {@link #CODES_PER_CARRIER} already, the one that stands for the status as such. Commits by itself,
     * whatever becomes of the caller's transaction: other callers use what is found here at once.
     *
     * @throws IllegalArgumentException for {@link Status#QUEUED}, which no carrier reports
     */
    public SubStatus intern(Status status, String code, short carrierId) {
        if (status == Status.QUEUED) throw new IllegalArgumentException("queued has no sub-status");
        String canonical = code.strip().toUpperCase(Locale.ROOT);
        SubStatus found = known().find(status, canonical);
        if (found != null) return found;
        if (!isCode(canonical) || fullCarriers.contains(carrierId)) return byId(SubStatuses.generic(status));
        boolean room = database.apart(c -> addIfMissing(c, status, canonical, carrierId));
        if (!room) fullCarriers.add(carrierId);
        found = refresh().find(status, canonical);
        return found != null ? found : byId(SubStatuses.generic(status));
    }

    private static boolean isCode(String canonical) {
        return !Spelling.of(canonical).isEmpty()
                && canonical.length() <= MAX_CODE_LENGTH
                && canonical.chars().noneMatch(Character::isISOControl);
    }

    /** @return false when there is no room for the carrier's codes any more */
    private static boolean addIfMissing(Connection c, Status status, String code, short carrierId) throws SQLException {
        // Processes add one after the other, since spellings that differ are still one code and no constraint says so.
        Database.first(c, "select pg_advisory_xact_lock(hashtext('sub_status'))", s -> {}, row -> true);
        if (read(c).find(status, code) != null) return true;
        return Database.update(c, """
                        insert into sub_status (id, status, code, label, description, retry, carrier_id)
                        select greatest(?, max(id) + 1), ?, ?, ?, ?, ?, ? from sub_status
                        having count(*) filter (where carrier_id = ?) < ? and max(id) < ?
                        """, s -> {
                    s.setInt(1, FIRST_OF_CARRIERS);
                    s.setShort(2, status.id());
                    s.setString(3, code);
                    s.setString(4, code);
                    s.setString(
                            5,
                            "The carrier reports " + code + ", which the catalogue does not explain. "
                                    + status.description());
                    s.setString(6, (status == Status.DELIVERED ? Retry.REACHED : Retry.UNCLEAR).slug());
                    s.setObject(7, carrierId, Types.SMALLINT);
                    s.setShort(8, carrierId);
                    s.setInt(9, CODES_PER_CARRIER);
                    s.setInt(10, Short.MAX_VALUE);
                })
                == 1;
    }

    private Known known() {
        Known present = known;
        return present != null ? present : refresh();
    }

    private Known refresh() {
        Known fresh = database.asEngine(Catalogue::read);
        known = fresh;
        return fresh;
    }

    private static Known read(Connection c) throws SQLException {
        return new Known(Database.list(
                c,
                "select id, status, code, label, description, retry, alias from sub_status order by id",
                s -> {},
                row -> new Row(
                        new SubStatus(
                                row.getShort(1),
                                Status.of(row.getShort(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                Retry.ofSlug(row.getString(6))),
                        row.getString(7))));
    }
}
