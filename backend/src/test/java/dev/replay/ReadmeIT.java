package dev.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.boot.EmbeddedPostgres;
import dev.replay.carrier.simulator.Fates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says is so. */
class ReadmeIT {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern WALK = Pattern.compile("<!-- walk: .*?-->\\s*```bash\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theTableOfFatesIsTheSimulators() throws Exception {
        assertThat(Files.readString(README)).contains(Fates.markdown());
    }

    @Test
    void theWalkThroughTheApiRunsAsItStands(@TempDir Path dir) throws Exception {
        Matcher walk = WALK.matcher(Files.readString(README));
        assertThat(walk.find()).isTrue();
        try (EmbeddedPostgres postgres =
                new EmbeddedPostgres(dir.resolve("pg"), EmbeddedPostgres.Keep.UNTIL_STOPPED).start()) {
            Map<String, String> environment = Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                    "REPLAY_DATA_DIR", dir.resolve(".data").toString(),
                    "REPLAY_DEMO", "true",
                    "REPLAY_MIN_AGE", "PT0S");
            try (BackendProcess backend = BackendProcess.start(
                                    Path.of("target", "readme-it", "backend.log"), environment)
                            .awaitReady();
                    CheckingProxy proxy = new CheckingProxy(backend.address())) {
                String printed = run(walk.group(1), dir, proxy.address());
                assertThat(proxy.faults()).isEmpty();
                assertThat(proxy.seen()).hasSizeGreaterThan(15).anyMatch(one -> one.endsWith("/lineage"));
                assertThat(printed)
                        .contains("\"received\":6,\"accepted\":5")
                        .contains("Campaign Submitted Successfully! campaignid: ")
                        .contains("scientific notation");
                List<String> lines = printed.lines().toList();
                JsonNode lineage = new ObjectMapper().readTree(lines.getLast());
                assertThat(lineage.at("/campaign/counts/undelivered").asInt()).isEqualTo(2);
                assertThat(lineage.at("/campaign/counts/delivered").asInt()).isEqualTo(2);
                assertThat(lineage.at("/campaign/counts/notSent").asInt()).isEqualTo(1);
                assertThat(lineage.at("/campaign/children/0/recipients").asInt())
                        .isEqualTo(2);
                // What is committed is what is served, to the byte.
                assertThat(backend.send("GET", "/openapi.yaml", "").body())
                        .isEqualTo(Files.readString(Path.of("..", "openapi.yaml")));
            }
        }
    }

    private static String run(String script, Path dir, String address) throws Exception {
        // One answer a line: curl ends none of them with a newline of its own.
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script.replace("curl -sS", "curl -w '\\n' -sS"))
                .directory(dir.toFile())
                .redirectErrorStream(true);
        bash.environment().put("REPLAY", address);
        Process process = bash.start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
