package dev.replay.carrier;

import dev.replay.carrier.CarrierSettings.Smpp;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.carrier.simulator.SimulatorSettings;
import dev.replay.carrier.smpp.BindState;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The carriers that the configuration names; they belong to the installation. */
@ApplicationScoped
public class Carriers {
    private static final String SIMULATOR = "simulator";
    private static final short SMPP_ID = 1;
    private static final short SIMULATOR_ID = 2;
    private static final Duration ENQUIRE_LINK = Duration.ofSeconds(30);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int UNACKNOWLEDGED = 5_000;

    private final CarrierSettings settings;
    private final ReceiptSink receipts;
    private final Database database;
    private @Nullable Simulator simulator;
    private @Nullable SmppCarrier carrier;

    Carriers(CarrierSettings settings, ReceiptSink receipts, Database database) {
        this.settings = settings;
        this.receipts = receipts;
        this.database = database;
    }

    /** What messages are sent by; empty where none is configured. */
    public Optional<Carrier> sending() {
        return Optional.ofNullable(carrier);
    }

    /** Segments per second; 0 is unlimited. */
    public int rate() {
        return settings.smpp().rate();
    }

    /** One entry a connection; empty where no carrier is configured. */
    public List<BindState> binds() {
        return carrier == null ? List.of() : carrier.state();
    }

    /** Of the embedded simulator, while it runs. */
    public Optional<Simulator> simulator() {
        return Optional.ofNullable(simulator);
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        Smpp smpp = settings.smpp();
        boolean simulated = smpp.host().map(SIMULATOR::equals).orElseGet(settings::demo);
        short id = simulated ? SIMULATOR_ID : SMPP_ID;
        boolean configured = simulated || smpp.host().isPresent();
        String name = simulated ? SIMULATOR : "smpp";
        enlist(id, name, configured);
        if (!configured) return;
        String host = simulated ? "127.0.0.1" : smpp.host().orElseThrow();
        int port = simulated ? simulate() : smpp.port();
        carrier = SmppCarrier.start(
                id,
                name,
                new SmppSettings(
                        host,
                        port,
                        smpp.systemId(),
                        smpp.password().orElse(""),
                        smpp.systemType().orElse(""),
                        smpp.separateBinds(),
                        smpp.binds(),
                        smpp.window(),
                        smpp.tls() && !simulated,
                        null,
                        smpp.responseLimit(),
                        ENQUIRE_LINK,
                        RECONNECT_MAX,
                        CLOSE_LIMIT,
                        UNACKNOWLEDGED),
                receipts);
    }

    private int simulate() {
        try {
            simulator = Simulator.start(SimulatorSettings.fromEnvironment());
            return simulator.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of carriers stay for the messages they carried; one at most is active. */
    private void enlist(short id, String name, boolean configured) {
        database.asEngine(c -> {
            if (configured)
                Database.update(c, """
                        insert into carrier (id, name, kind, active) values (?, ?, 'smpp', true)
                        on conflict (id) do nothing
                        """, s -> {
                    s.setShort(1, id);
                    s.setString(2, name);
                });
            return Database.update(c, "update carrier set active = (id = ?) where active <> (id = ?)", s -> {
                s.setShort(1, configured ? id : 0);
                s.setShort(2, configured ? id : 0);
            });
        });
    }

    /** After the dispatcher, which waits for its last answers. */
    void stop(@Observes @Priority(5_000) ShutdownEvent event) {
        if (carrier != null) carrier.close();
        if (simulator != null) simulator.close();
    }
}
