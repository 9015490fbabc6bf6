package dev.replay.carrier;

import dev.replay.carrier.CarrierSettings.Common;
import dev.replay.carrier.CarrierSettings.Further;
import dev.replay.carrier.CarrierSettings.Smpp;
import dev.replay.carrier.kaleyra.KaleyraCarrier;
import dev.replay.carrier.kaleyra.KaleyraSettings;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.carrier.simulator.SimulatorSettings;
import dev.replay.carrier.smpp.Dialect;
import dev.replay.carrier.smpp.Dialect.LongTexts;
import dev.replay.carrier.smpp.SmppCarrier;
import dev.replay.carrier.smpp.SmppSettings;
import dev.replay.store.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The carriers that the configuration names; they belong to the installation. */
@ApplicationScoped
public class Carriers {
    private static final String SIMULATOR = "simulator";
    private static final String SMPP = "smpp";
    /** What tables say of these two since before there were others. */
    private static final Map<String, Short> KNOWN_IDS = Map.of(SMPP, (short) 1, SIMULATOR, (short) 2);

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}");
    private static final Duration ENQUIRE_LINK = Duration.ofSeconds(30);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int UNACKNOWLEDGED = 5_000;

    /** Makes a carrier under its id. */
    private interface Maker {
        Carrier start(short id, String name);
    }

    private record Wanted(String name, String kind, Common settings, Maker maker) {}

    private final CarrierSettings settings;
    private final Config config;
    private final ReceiptSink receipts;
    private final Database database;
    private @Nullable Simulator simulator;
    private List<Line> lines = List.of();
    private Routing routing = Routing.of(Map.of(), List.of());

    Carriers(CarrierSettings settings, Config config, ReceiptSink receipts, Database database) {
        this.settings = settings;
        this.config = config;
        this.receipts = receipts;
        this.database = database;
    }

    /** All that messages can be sent by, in the order they are configured in; empty where none is. */
    public List<Line> lines() {
        return lines;
    }

    /** Which of them a message may take. */
    public Routing routing() {
        return routing;
    }

    /** What a carrier's words mean; empty where they mean what they mean with everybody. */
    public Optional<Meaning> meaning(short carrierId, String stat, String err) {
        for (Line line : lines) if (line.id() == carrierId) return line.meaning(stat, err);
        return Optional.empty();
    }

    /** How a carrier pushes its receipts to us; empty where there is none of the name, or it does not. */
    public Optional<Callbacks> callbacks(String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .flatMap(Line::callbacks);
    }

    /** Whether its receipts are asked for with each message, and so are of nobody's messages but ours. */
    public boolean tellsOfOurs(short carrierId) {
        return lines.stream()
                .filter(line -> line.id() == carrierId)
                .map(line -> settings.carriers().get(line.name()))
                .anyMatch(further -> further != null
                        && further.kind() == CarrierSettings.Kind.KALEYRA
                        && further.callbackUrl().isPresent()
                        && further.callbackProfile().isEmpty());
    }

    /** Whether it has one id and one receipt for a text of several parts. */
    public boolean tellsWholeTexts(short carrierId) {
        return lines.stream()
                .filter(line -> line.id() == carrierId)
                .anyMatch(line -> line.callbacks().isPresent() || smppOf(line).longTexts() == LongTexts.PAYLOAD);
    }

    private Smpp smppOf(Line line) {
        Further further = settings.carriers().get(line.name());
        return further == null ? settings.smpp() : further;
    }

    /** Whether it tells what became of messages by itself; else it does when it is asked. */
    public boolean tellsUnasked(short carrierId) {
        return lines.stream()
                .filter(line -> line.id() == carrierId)
                .map(line -> settings.carriers().get(line.name()))
                .allMatch(Carriers::tellsUnasked);
    }

    private static boolean tellsUnasked(@Nullable Further further) {
        return further == null
                || switch (further.kind()) {
                    case SMPP -> true;
                    case KALEYRA ->
                        further.callbackSecret().isPresent()
                                && (further.callbackUrl().isPresent()
                                        || further.callbackProfile().isPresent());
                };
    }

    /** The longest that any of them may take to answer. */
    public Duration responseLimit() {
        return wanted().stream()
                .map(wanted -> wanted.settings.responseLimit())
                .max(Comparator.naturalOrder())
                .orElse(settings.smpp().responseLimit());
    }

    /** Of the embedded simulator, while it runs. */
    public Optional<Simulator> simulator() {
        return Optional.ofNullable(simulator);
    }

    /** @throws IllegalArgumentException when the configuration makes no sense: better no start than another carrier's price */
    void start(@Observes @Priority(100) StartupEvent event) {
        List<Wanted> wanted = wanted();
        Map<String, Short> ids = enlist(wanted);
        List<Line> started = new ArrayList<>();
        for (Wanted w : wanted)
            started.add(new Line(
                    w.maker.start(ids.get(w.name), w.name),
                    w.settings.rate(),
                    StatusTable.read(w.settings.statuses().orElse(List.of()))));
        lines = List.copyOf(started);
        routing = Routing.of(routes(), lines);
    }

    private Map<String, String> routes() {
        Map<String, String> routes = new HashMap<>();
        for (String name : config.getPropertyNames())
            if (Routing.names(name))
                config.getOptionalValue(name, String.class).ifPresent(value -> routes.put(name, value));
        return routes;
    }

    private List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        Smpp smpp = settings.smpp();
        if (smpp.host().map(SIMULATOR::equals).orElseGet(settings::demo))
            wanted.add(new Wanted(SIMULATOR, SMPP, smpp, (id, name) -> {
                int port = simulate();
                return SmppCarrier.start(id, name, smpp(smpp, "127.0.0.1", port, false), receipts);
            }));
        else if (smpp.host().isPresent()) wanted.add(new Wanted(SMPP, SMPP, smpp, smpp(SMPP, smpp)));
        new TreeMap<>(settings.carriers()).forEach((name, further) -> {
            if (!NAME.matcher(name).matches() || KNOWN_IDS.containsKey(name))
                throw new IllegalArgumentException(
                        "replay.carriers." + name
                                + ": a carrier's name is at most 32 lower-case letters and digits, and neither smpp nor simulator");
            wanted.add(
                    switch (further.kind()) {
                        case SMPP -> new Wanted(name, SMPP, further, smpp(name, further));
                        case KALEYRA -> new Wanted(name, "kaleyra", further, kaleyra(name, further));
                    });
        });
        return wanted;
    }

    private Maker smpp(String owner, Smpp smpp) {
        String host = smpp.host()
                .orElseThrow(() -> new IllegalArgumentException("replay.carriers." + owner + ".host is missing"));
        return (id, name) -> SmppCarrier.start(id, name, smpp(smpp, host, smpp.port(), smpp.tls()), receipts);
    }

    private static Maker kaleyra(String owner, Further k) {
        try {
            var settings = new KaleyraSettings(
                    k.url(),
                    k.sid().orElse(""),
                    k.apiKey().orElse(""),
                    k.type(),
                    k.dltEntityId().orElse(""),
                    k.window(),
                    k.bulk(),
                    k.callbackUrl().orElse(""),
                    k.callbackProfile().orElse(""),
                    k.callbackSecret().orElse(""),
                    k.responseLimit(),
                    CLOSE_LIMIT);
            return (id, name) -> KaleyraCarrier.start(id, name, settings);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("replay.carriers." + owner + "." + e.getMessage(), e);
        }
    }

    private static SmppSettings smpp(Smpp smpp, String host, int port, boolean tls) {
        return new SmppSettings(
                host,
                port,
                smpp.systemId(),
                smpp.password().orElse(""),
                smpp.systemType().orElse(""),
                smpp.separateBinds(),
                smpp.binds(),
                smpp.window(),
                tls,
                smpp.tlsTrust().orElse(null),
                smpp.responseLimit(),
                ENQUIRE_LINK,
                RECONNECT_MAX,
                CLOSE_LIMIT,
                UNACKNOWLEDGED,
                dialect(smpp));
    }

    private static Dialect dialect(Smpp smpp) {
        return new Dialect(
                smpp.longTexts(),
                smpp.alphabet(),
                orNull(smpp.dataCoding()),
                orNull(smpp.sourceTon()),
                orNull(smpp.sourceNpi()),
                orNull(smpp.destinationTon()),
                orNull(smpp.destinationNpi()),
                smpp.priority(),
                Dialect.tagOf(smpp.dltEntityTag()),
                smpp.dltEntityId().orElse(""),
                Dialect.tagOf(smpp.dltTemplateTag()),
                Dialect.tlvsOf(smpp.tlvs().orElse(List.of())),
                smpp.query());
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private int simulate() {
        try {
            simulator = Simulator.start(SimulatorSettings.fromEnvironment());
            return simulator.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of carriers stay for the messages they carried, under the id that was given on first sight. @return ids by name */
    private Map<String, Short> enlist(List<Wanted> wanted) {
        return database.asEngine(c -> {
            // Processes that start together see a new one one after the other.
            Database.list(c, "select pg_advisory_xact_lock(hashtext('carrier'))", s -> {}, r -> 0);
            for (Wanted w : wanted) enlist(c, w);
            Database.update(c, "update carrier set active = (name = any(?)) where active <> (name = any(?))", s -> {
                Object[] names = wanted.stream().map(Wanted::name).toArray();
                s.setArray(1, c.createArrayOf("text", names));
                s.setArray(2, c.createArrayOf("text", names));
            });
            Map<String, Short> ids = new HashMap<>();
            Database.list(c, "select name, id from carrier", s -> {}, r -> ids.put(r.getString(1), r.getShort(2)));
            return ids;
        });
    }

    private static void enlist(Connection c, Wanted wanted) throws SQLException {
        Database.update(c, """
                insert into carrier (id, name, kind, active)
                select coalesce(?, (select greatest(max(id), ?) + 1 from carrier), ? + 1), ?, ?, true
                on conflict (name) do update set kind = excluded.kind
                """, s -> {
            Short known = KNOWN_IDS.get(wanted.name);
            s.setObject(1, known, java.sql.Types.SMALLINT);
            s.setInt(2, KNOWN_IDS.size());
            s.setInt(3, KNOWN_IDS.size());
            s.setString(4, wanted.name);
            s.setString(5, wanted.kind);
        });
    }

    /** After the dispatcher, which waits for its last answers. */
    void stop(@Observes @Priority(5_000) ShutdownEvent event) {
        for (Line line : lines) line.close();
        if (simulator != null) simulator.close();
    }
}
