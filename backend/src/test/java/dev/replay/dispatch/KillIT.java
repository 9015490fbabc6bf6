package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.SimulatorProcess;
import dev.replay.boot.Audit;
import dev.replay.boot.EmbeddedPostgres;
import dev.replay.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise under `kill -9`: never sent twice, never lost unlisted. The backend dies ten times at random instants while a
 * campaign goes out; the simulator, in a process of its own, knows what really arrived.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KillIT {
    private static final String UNCONFIRMED = "s.code = 'SUBMIT-UNCONFIRMED'";
    private static final int RECIPIENTS = 20_000;
    private static final int WINDOW = 500;
    private static final int KILLS = 10;
    /** Spreads the campaign over all the lives of the backend. */
    private static final int SEGMENTS_A_SECOND = 700;

    @Test
    void nobodyGetsTwoAndNobodyIsLost(@TempDir Path dir) throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillIT seed " + seed);
        Random random = new Random(seed);
        Path logs = Path.of("target", "kill-it");
        try (EmbeddedPostgres postgres =
                        new EmbeddedPostgres(dir.resolve("pg"), EmbeddedPostgres.Keep.FOREVER).start();
                SimulatorProcess simulator = SimulatorProcess.start(
                        logs.resolve("simulator-" + seed + ".log"),
                        "latency=5",
                        "latency-jitter=20",
                        "fates=delivered")) {
            Map<String, String> environment = Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                    "REPLAY_DATA_DIR", dir.resolve("data").toString(),
                    "REPLAY_SMPP_HOST", "127.0.0.1",
                    "REPLAY_SMPP_PORT", Integer.toString(simulator.port()),
                    "REPLAY_SMPP_RATE", Integer.toString(SEGMENTS_A_SECOND),
                    "REPLAY_DISPATCH_LEASE", "PT5S",
                    "REPLAY_DISPATCH_WINDOW", Integer.toString(WINDOW),
                    "REPLAY_RECEIPT_GRACE", "PT2S");
            Path log = logs.resolve("backend-" + seed + ".log");
            BackendProcess backend =
                    BackendProcess.start(log, environment).awaitReady().signIn().withCredits();
            String campaign = backend.launchTo(RECIPIENTS);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = simulator.counts().get("accepted").asLong();
                // Killed in the middle of sending, not while it starts: messages of this life have arrived.
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> simulator.counts().get("accepted").asLong() > before + random.nextInt(1, 900)
                                || finished(postgres, campaign));
                backend.process().kill();
                backend = BackendProcess.start(log, environment).awaitReady();
            }
            backend.signIn();
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> finished(postgres, campaign));
            // Receipts that a killed process had not acknowledged come again.
            BackendProcess last = backend;
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        JsonNode counts = simulator.counts();
                        return counts.get("receiptsAcknowledged").asLong()
                                >= counts.get("accepted").asLong();
                    });
            // A receipt settles what it is of, also where the response that would have brought its id died with the
            // process.
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        try (Connection c = postgresConnection(postgres)) {
                            assertThat(numbers(c, UNCONFIRMED)).noneMatch(arrived(simulator)::contains);
                        }
                    });
            last.close();

            assertThat(simulator.counts().get("copiesBeyondOne").asLong())
                    .as("copies beyond one")
                    .isZero();
            Set<Long> arrived = arrived(simulator);
            try (Connection c = postgresConnection(postgres)) {
                List<Long> listedAsReached = numbers(c, "m.status = 2");
                List<Long> unconfirmed = numbers(c, UNCONFIRMED);
                List<Long> elsewhere = numbers(c, "m.status <> 2 and s.code <> 'SUBMIT-UNCONFIRMED'");
                System.out.printf(
                        "KillIT: %d arrived, %d delivered, %d unconfirmed after %d kills%n",
                        arrived.size(), listedAsReached.size(), unconfirmed.size(), KILLS);
                assertThat(arrived)
                        .as("everybody listed as Delivered was written to")
                        .containsAll(listedAsReached);
                assertThat(elsewhere).as("neither settled nor listed").isEmpty();
                assertThat(listedAsReached.size() + unconfirmed.size()).isEqualTo(RECIPIENTS);
                // Whoever got a text is listed as reached.
                assertThat(listedAsReached).containsAll(arrived);
                assertThat(unconfirmed.size()).isLessThanOrEqualTo(KILLS * 2 * WINDOW);
                for (Audit.Result result : Audit.run(c))
                    assertThat(result.findings()).as(result.name()).isEmpty();
            }
        }
    }

    private static Set<Long> arrived(SimulatorProcess simulator) throws Exception {
        return simulator.numbers().stream()
                .map(line -> Long.parseLong(line.split("\\D+")[0]))
                .collect(Collectors.toSet());
    }

    private static boolean finished(EmbeddedPostgres postgres, String campaign) throws Exception {
        try (Connection c = postgresConnection(postgres)) {
            return Database.first(
                            c,
                            "select finished_at is not null from campaign where id = " + campaign,
                            s -> {},
                            r -> r.getBoolean(1))
                    .orElseThrow();
        }
    }

    private static List<Long> numbers(Connection c, String where) throws Exception {
        return Database.list(
                c,
                "select m.recipient from message m left join sub_status s on s.id = m.sub_status where " + where,
                s -> {},
                r -> r.getLong(1));
    }

    private static Connection postgresConnection(EmbeddedPostgres postgres) throws Exception {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
